namespace SecureSessions.Tests.Stores;

/// <summary>Stands for a store of one's own that knows the users as well. Nobody calls it.</summary>
internal sealed class BothPorts : ISecureSessionStore, ISecureSessionIndex
{
    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<EndResult> EndAsync(
        SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<SessionId>> ReserveAsync(
        SessionReservation reservation, int? limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask RemoveAsync(string userId, SessionId id, EndedSession? ended, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(
        string userId, KnownDevice device, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask ForgetUserAsync(string userId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask PostponeAsync(SessionDeadline deadline, DateTimeOffset until, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask CompleteAsync(SessionDeadline deadline, CancellationToken cancellationToken) => throw new NotSupportedException();
}
