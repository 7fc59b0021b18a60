namespace SecureSessions;

// The users port. A store without one lists nobody.
internal sealed partial class StoreGateway
{
    /// <summary>Whether sessions of users are listed, and their deadlines watched.</summary>
    public bool ListsUsers => index is not null;

    public ValueTask<IReadOnlyList<SessionId>> ReserveAsync(SessionReservation reservation, int? limit) => index is null
        ? ValueTask.FromResult<IReadOnlyList<SessionId>>([])
        : CallAsync("Reserve", (index, reservation, limit), static call => call.index.ReserveAsync(call.reservation, call.limit, CancellationToken.None));

    public ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId) => index is null
        ? ValueTask.FromResult<IReadOnlyList<IndexedSession>>([])
        : CallAsync("List", (index, userId), static call => call.index.ListAsync(call.userId, CancellationToken.None));

    public ValueTask<bool> RemoveAsync(string userId, SessionId id, EndedSession? ended) => index is null
        ? ValueTask.FromResult(true)
        : CallAsync("Remove", (index, userId, id, ended), static call => FinishAsync(call.index.RemoveAsync(call.userId, call.id, call.ended, CancellationToken.None)));

    public ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId) => index is null
        ? ValueTask.FromResult<IReadOnlyList<EndedSession>>([])
        : CallAsync("History", (index, userId), static call => call.index.HistoryAsync(call.userId, CancellationToken.None));

    public ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(string userId, KnownDevice device) => index is null
        ? ValueTask.FromResult<IReadOnlyList<KnownDevice>>([])
        : CallAsync("RememberDevice", (index, userId, device), static call => call.index.RememberDeviceAsync(call.userId, call.device, CancellationToken.None));

    public ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync() => index is null
        ? ValueTask.FromResult<IReadOnlyList<SessionDeadline>>([])
        : CallAsync("LeaseDue", index, static index => index.LeaseDueAsync(CancellationToken.None));

    public ValueTask<bool> PostponeAsync(SessionDeadline deadline, DateTimeOffset until) => index is null
        ? ValueTask.FromResult(true)
        : CallAsync("Postpone", (index, deadline, until), static call => FinishAsync(call.index.PostponeAsync(call.deadline, call.until, CancellationToken.None)));

    public ValueTask<bool> CompleteAsync(SessionDeadline deadline) => index is null
        ? ValueTask.FromResult(true)
        : CallAsync("Complete", (index, deadline), static call => FinishAsync(call.index.CompleteAsync(call.deadline, CancellationToken.None)));

    // So that a call without a result goes the same way as one with a result.
    private static async ValueTask<bool> FinishAsync(ValueTask call)
    {
        await call;
        return true;
    }
}
