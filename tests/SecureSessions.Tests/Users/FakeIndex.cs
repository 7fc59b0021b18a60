using SecureSessions.Tests.Properties;

namespace SecureSessions.Tests.Users;

/// <summary>A users port that returns the deadlines that a test makes due, and records its calls.</summary>
internal sealed class FakeIndex : ISecureSessionIndex
{
    public Queue<SessionDeadline> Due { get; } = [];

    public List<IndexedSession> Listed { get; } = [];

    public List<EndedSession> History { get; } = [];

    public DateTimeOffset? PostponedUntil { get; private set; }

    /// <summary>The calls of Remove and Complete, in order.</summary>
    public List<string> Done { get; } = [];

    public ValueTask<IReadOnlyList<SessionId>> ReserveAsync(SessionReservation reservation, int? limit, CancellationToken cancellationToken)
    {
        Listed.Add(new IndexedSession(reservation.Id, reservation.CreatedAt));
        return ValueTask.FromResult<IReadOnlyList<SessionId>>([]);
    }

    public ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IndexedSession>>([.. Listed]);

    public ValueTask RemoveAsync(string userId, SessionId id, EndedSession? ended, CancellationToken cancellationToken)
    {
        Done.Add("remove");
        if (ended is not null)
            History.Add(ended);

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<EndedSession>>([.. History]);

    public ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(
        string userId, KnownDevice device, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<KnownDevice>>([]);

    public ValueTask ForgetUserAsync(string userId, CancellationToken cancellationToken)
    {
        History.Clear();
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SessionDeadline>>(Due.TryDequeue(out SessionDeadline? deadline) ? [deadline] : []);

    public ValueTask PostponeAsync(SessionDeadline deadline, DateTimeOffset until, CancellationToken cancellationToken)
    {
        PostponedUntil = until;
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(SessionDeadline deadline, CancellationToken cancellationToken)
    {
        Done.Add("complete");
        return ValueTask.CompletedTask;
    }
}
