using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>What the contract does not say: calls and expiry in the cache, several nodes, and a cache that fails.</summary>
public sealed partial class DistributedCacheSessionStoreTests
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan AbsoluteTimeout = TimeSpan.FromHours(2);

    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingCache _cache;
    private readonly DistributedCacheSessionStore _store;
    private readonly DistributedCacheSessionStore _otherNode;
    private readonly NewSessions _sessions;

    public DistributedCacheSessionStoreTests()
    {
        _cache = new RecordingCache(_clock);
        _store = CacheStores.Create(_cache, _clock);
        _otherNode = CacheStores.Create(_cache, _clock);
        _sessions = new NewSessions(_store, IdleTimeout, AbsoluteTimeout);
    }

    private static string KeyOf(NewSession session) => SecureSessionDefaults.KeyPrefix + session.Id;

    private static ValueTask<FindResult> FindAsync(
        DistributedCacheSessionStore store, NewSession session, SecretHash? hash = null, FindMode mode = FindMode.Active) =>
        store.FindAsync(session.Id, hash ?? session.Hash, mode, CancellationToken.None);

    private static ValueTask<ReplaceStatus> ReplaceAsync(
        DistributedCacheSessionStore store, NewSession session, long version = 1, SecretChange? secret = null)
    {
        byte[] payload = RandomValues.Payload(50);
        var replacement = new SessionReplacement { Id = session.Id, ExpectedVersion = version, Payload = payload, Secret = secret };
        return store.ReplaceAsync(replacement, CancellationToken.None);
    }

    private static ValueTask<EndResult> EndAsync(DistributedCacheSessionStore store, SessionId id) =>
        store.EndAsync(id, SessionEndReason.SignedOut, expectedVersion: null, CancellationToken.None);
}
