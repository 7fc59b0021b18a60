namespace SecureSessions.Tests.Stores;

/// <summary>Several nodes, which get the calls in turn, as behind a load balancer.</summary>
internal sealed class RowNodes(params ISecureSessionStore[] nodes) : ISecureSessionStore
{
    private uint _calls;

    private ISecureSessionStore Next => nodes[Interlocked.Increment(ref _calls) % nodes.Length];

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => Next.GetTimeAsync(cancellationToken);

    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        Next.CreateAsync(session, cancellationToken);

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        Next.FindAsync(id, hash, mode, cancellationToken);

    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) => Next.PeekAsync(id, cancellationToken);

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        Next.ReplaceAsync(replacement, cancellationToken);

    public ValueTask<EndResult> EndAsync(
        SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        Next.EndAsync(id, reason, expectedVersion, cancellationToken);

    public ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken) => Next.MarkAsync(id, reauthenticate, cancellationToken);
}
