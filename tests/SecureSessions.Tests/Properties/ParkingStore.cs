namespace SecureSessions.Tests.Properties;

/// <summary>A store whose every call waits for its turn, and tells the world what came of it.</summary>
internal sealed class ParkingStore(ISecureSessionStore inner, WorldHolder holder) : ISecureSessionStore
{
    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => inner.GetTimeAsync(cancellationToken);

    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) => inner.PeekAsync(id, cancellationToken);

    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        RunAsync(() => inner.CreateAsync(session, cancellationToken), (model, request, status) => model.Created(request, session, status));

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        RunAsync(() => inner.FindAsync(id, hash, mode, cancellationToken), (model, request, found) => model.Found(request, hash, mode, found));

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        RunAsync(() => inner.ReplaceAsync(replacement, cancellationToken), (model, request, status) => model.Replaced(request, replacement, status));

    public ValueTask<EndResult> EndAsync(SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        RunAsync(() => inner.EndAsync(id, reason, expectedVersion, cancellationToken), (model, request, end) => model.Ended(request, id, reason, end));

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
