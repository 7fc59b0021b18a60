namespace SecureSessions.TestKit;

// The users port of the store behind.
public sealed partial class FaultyStore : ISecureSessionIndex
{
    /// <summary>Whether the store behind has a users port.</summary>
    public bool HasIndex => innerIndex is not null;

    /// <summary>The users port of the store behind.</summary>
    public ISecureSessionIndex InnerIndex => innerIndex ?? throw new InvalidOperationException("The store has no users port.");

    public ValueTask<IReadOnlyList<SessionId>> ReserveAsync(
        SessionReservation reservation, int? limit, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.Reserve, () => InnerIndex.ReserveAsync(reservation, limit, cancellationToken));

    public ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.List, () => InnerIndex.ListAsync(userId, cancellationToken));

    public ValueTask RemoveAsync(string userId, SessionId id, EndedSession? ended, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.Remove, () => InnerIndex.RemoveAsync(userId, id, ended, cancellationToken));

    public ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.History, () => InnerIndex.HistoryAsync(userId, cancellationToken));

    public ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(
        string userId, KnownDevice device, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.RememberDevice, () => InnerIndex.RememberDeviceAsync(userId, device, cancellationToken));

    public ValueTask ForgetUserAsync(string userId, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.ForgetUser, () => InnerIndex.ForgetUserAsync(userId, cancellationToken));

    public ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync(CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.LeaseDue, () => InnerIndex.LeaseDueAsync(cancellationToken));

    public ValueTask PostponeAsync(SessionDeadline deadline, DateTimeOffset until, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.Postpone, () => InnerIndex.PostponeAsync(deadline, until, cancellationToken));

    public ValueTask CompleteAsync(SessionDeadline deadline, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.Complete, () => InnerIndex.CompleteAsync(deadline, cancellationToken));

    private ValueTask RunAsync(StoreOperation operation, Func<ValueTask> call)
    {
        ValueTask<bool> run = RunAsync(operation, async () =>
        {
            await call();
            return true;
        });
        return run.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(run.AsTask());
    }
}
