using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.Stores;

/// <summary>The store that <c>docs/stores.md</c> shows.</summary>
#region counting-store
public sealed class CountingStore(
    [FromKeyedServices(SecureSessionDefaults.MemoryStoreKey)] ISecureSessionStore inner) : ISecureSessionStore
{
    private long _reads;

    public long Reads => Interlocked.Read(ref _reads);

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return inner.FindAsync(id, hash, mode, cancellationToken);
    }

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => inner.GetTimeAsync(cancellationToken);
    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        inner.CreateAsync(session, cancellationToken);
    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) =>
        inner.PeekAsync(id, cancellationToken);
    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        inner.ReplaceAsync(replacement, cancellationToken);
    public ValueTask<EndResult> EndAsync(
        SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        inner.EndAsync(id, reason, expectedVersion, cancellationToken);
    public ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken) =>
        inner.MarkAsync(id, reauthenticate, cancellationToken);
}
#endregion
