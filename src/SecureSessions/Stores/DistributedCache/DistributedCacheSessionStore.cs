using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Sessions in a distributed cache, which can get and set.</summary>
/// <remarks>
/// Within this process the writes to a session take turns, so all of it is exact. Between processes nothing is: a cache has no
/// compare-and-set, and the last write wins. What that means for an app stands at <c>AddDistributedCacheStore()</c>.
/// </remarks>
internal sealed class DistributedCacheSessionStore : CompareAndSetSessionStore
{
    private readonly IDistributedCache _cache;
    private readonly string _keyPrefix;
    private readonly SessionClock _clock;

    public DistributedCacheSessionStore(
        IDistributedCache cache,
        IOptions<DistributedCacheStoreOptions> options,
        IOptions<SecureSessionOptions> sessions,
        TimeProvider timeProvider,
        ILogger<DistributedCacheSessionStore> logger)
        : base(sessions, timeProvider)
    {
        _cache = cache;
        _keyPrefix = options.Value.KeyPrefix;
        _clock = new SessionClock(timeProvider);
        Log.WeakStore(
            logger,
            "Sessions are kept in a distributed cache, which has no compare-and-set: of simultaneous writes of one session on two nodes "
            + "the later one wins, and a user's sessions can be neither listed nor limited");
    }

    private DateTimeOffset Now => SessionClock.ToInstant(_clock.Now);

    public override ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Now);

    public override async ValueTask<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        await _cache.GetAsync(_keyPrefix + "health", cancellationToken);
        return new StoreHealth(IsSound: true, "The distributed cache answers.");
    }

    protected override async ValueTask<SessionRow> ReadAsync(SessionId id, CancellationToken cancellationToken) =>
        new(await _cache.GetAsync(KeyOf(id), cancellationToken), Payload: default, Revision: 0, Now);

    protected override async ValueTask<bool> TryWriteAsync(SessionWrite write, CancellationToken cancellationToken)
    {
        var expiry = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = write.Remaining };
        await _cache.SetAsync(KeyOf(write.Id), write.ToBytes(), expiry, cancellationToken);
        return true;
    }

    private string KeyOf(SessionId id) => _keyPrefix + id.ToString();
}
