namespace SecureSessions.Tests.Properties;

/// <summary>
/// A store whose every call waits for its turn, and tells the world what came of it. Those who watch the deadlines do not wait.
/// </summary>
internal sealed class ParkingStore(MemorySessionStore inner, WorldHolder holder) : ISecureSessionStore, ISecureSessionIndex
{
    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => inner.GetTimeAsync(cancellationToken);

    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) =>
        inner.PeekAsync(id, cancellationToken);

    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        RunAsync(() => inner.CreateAsync(session, cancellationToken), (model, request, status) => model.Created(request, session, status));

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        RunAsync(
            () => inner.FindAsync(id, hash, mode, cancellationToken), (model, request, found) => model.Found(request, hash, mode, found));

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        RunAsync(
            () => inner.ReplaceAsync(replacement, cancellationToken),
            (model, request, status) => model.Replaced(request, replacement, status));

    public ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken) =>
        inner.MarkAsync(id, reauthenticate, cancellationToken);

    public ValueTask<EndResult> EndAsync(
        SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        RunAsync(
            () => inner.EndAsync(id, reason, expectedVersion, cancellationToken),
            (model, request, end) => model.Ended(request, id, reason, end));

    public ValueTask<IReadOnlyList<SessionId>> ReserveAsync(
        SessionReservation reservation, int? limit, CancellationToken cancellationToken) =>
        RunAsync(() => inner.ReserveAsync(reservation, limit, cancellationToken), static (_, _, _) => { });

    public ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId, CancellationToken cancellationToken) =>
        inner.ListAsync(userId, cancellationToken);

    public async ValueTask RemoveAsync(string userId, SessionId id, EndedSession? ended, CancellationToken cancellationToken)
    {
        if (holder.World?.IsInRequest != true)
        {
            await inner.RemoveAsync(userId, id, ended, cancellationToken);
            return;
        }

        await RunAsync(RemoveAsync, static (_, _, _) => { });

        async ValueTask<bool> RemoveAsync()
        {
            await inner.RemoveAsync(userId, id, ended, cancellationToken);
            return true;
        }
    }

    public ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId, CancellationToken cancellationToken) =>
        inner.HistoryAsync(userId, cancellationToken);

    public ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(
        string userId, KnownDevice device, CancellationToken cancellationToken) =>
        inner.RememberDeviceAsync(userId, device, cancellationToken);

    public ValueTask ForgetUserAsync(string userId, CancellationToken cancellationToken) =>
        inner.ForgetUserAsync(userId, cancellationToken);

    public ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync(CancellationToken cancellationToken) =>
        inner.LeaseDueAsync(cancellationToken);

    public ValueTask PostponeAsync(SessionDeadline deadline, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.PostponeAsync(deadline, until, cancellationToken);

    public ValueTask CompleteAsync(SessionDeadline deadline, CancellationToken cancellationToken) =>
        inner.CompleteAsync(deadline, cancellationToken);

    private async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call, Action<Model, WorldRequest, T> tell)
    {
        World world = holder.World!;
        WorldRequest request = world.CurrentRequest;
        request.Calls++;
        StoreOutcome outcome = await world.ParkAsync(isStoreCall: true);
        if (outcome == StoreOutcome.FailedBefore)
            throw new TimeoutException("The network is down.");

        T result = await call();
        request.IsAnswered = outcome == StoreOutcome.Done;
        tell(world.Model, request, result);
        return outcome == StoreOutcome.FailedAfter ? throw new TimeoutException("The answer was lost.") : result;
    }
}
