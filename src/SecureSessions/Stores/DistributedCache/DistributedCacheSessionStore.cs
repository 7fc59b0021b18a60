using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// Sessions in a distributed cache: read, changed by the rules of <see cref="StoredSession"/>, and written back if they changed.
/// </summary>
/// <remarks>
/// Within this process the writes to a session take turns, so all of it is exact. Between processes nothing is: a cache has no
/// compare-and-set, and the last write wins. What that means for an app stands at <c>AddDistributedCacheStore()</c>.
/// </remarks>
internal sealed class DistributedCacheSessionStore : ISecureSessionStore
{
    /// <summary>A power of two. Sessions share the gates, so that their number stays what it is.</summary>
    private const int GateCount = 256;

    private readonly IDistributedCache _cache;
    private readonly string _keyPrefix;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;
    private readonly SessionClock _clock;
    private readonly SessionGate[] _gates = [.. Enumerable.Range(0, GateCount).Select(static _ => new SessionGate())];

    public DistributedCacheSessionStore(
        IDistributedCache cache,
        IOptions<DistributedCacheStoreOptions> options,
        SessionPolicy policy,
        TimeProvider timeProvider,
        ILogger<DistributedCacheSessionStore> logger)
    {
        _cache = cache;
        _keyPrefix = options.Value.KeyPrefix;

        // By then the caller has been answered: all that is left to do is to let the next writer have its turn.
        _timeout = 2 * policy.StoreTimeout;
        _timeProvider = timeProvider;
        _clock = new SessionClock(timeProvider);
        Log.WeakStore(logger);
    }

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(SessionClock.ToInstant(_clock.Now));

    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        CallAsync(session.Id, session, static (cached, session) => cached.Session.Create(session, cached.Now), cancellationToken);

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        CallAsync(id, (hash, mode), static (cached, call) => cached.Session.Find(call.hash, call.mode, cached.Now), cancellationToken);

    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) =>
        CallAsync(id, id, static (cached, _) => cached.Session.Peek(cached.Now), cancellationToken);

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        CallAsync(replacement.Id, replacement, static (cached, call) => cached.Session.Replace(call, cached.Now), cancellationToken);

    public ValueTask<MarkStatus> MarkAsync(SessionId id, CancellationToken cancellationToken) =>
        CallAsync(id, id, static (cached, _) => cached.Session.Mark(), cancellationToken);

    public ValueTask<EndResult> EndAsync(
        SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        CallAsync(
            id,
            (reason, expectedVersion),
            static (cached, call) => cached.Session.End(call.reason, call.expectedVersion, cached.Now),
            cancellationToken);

    public async ValueTask<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        await _cache.GetAsync(_keyPrefix + "health", cancellationToken);
        return new StoreHealth(IsSound: true, "The distributed cache answers.");
    }

    /// <summary>
    /// A call that changes nothing is answered from one read and waits for no writer, so that cookies with a known id and a wrong secret
    /// hold nobody up. A call that changes the session waits for its turn, and is made anew if another writer had a turn since the read.
    /// </summary>
    private async ValueTask<TResult> CallAsync<TCall, TResult>(
        SessionId id, TCall call, Func<CachedSession, TCall, TResult> apply, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        SessionGate gate = _gates[id.GetHashCode() & (GateCount - 1)];
        long turns = gate.Turns;
        CachedSession cached = await ReadAsync(id, either.Token);
        TResult result = apply(cached, call);
        if (!cached.HasChanged)
            return result;

        using SessionGate.Turn turn = await gate.EnterAsync(either.Token);
        if (gate.Turns != turns)
        {
            cached = await ReadAsync(id, either.Token);
            result = apply(cached, call);
        }

        if (cached.HasChanged)
            await WriteAsync(id, cached, either.Token);

        return result;
    }

    private async ValueTask<CachedSession> ReadAsync(SessionId id, CancellationToken cancellationToken)
    {
        byte[]? bytes = await _cache.GetAsync(KeyOf(id), cancellationToken);
        return new CachedSession(bytes is null ? new StoredSession(id) : Decode(id, bytes), _clock.Now);
    }

    private Task WriteAsync(SessionId id, CachedSession cached, CancellationToken cancellationToken)
    {
        var expiry = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = cached.Remaining };
        return _cache.SetAsync(KeyOf(id), cached.Session.ToBytes(), expiry, cancellationToken);
    }

    private string KeyOf(SessionId id) => _keyPrefix + id.ToString();

    /// <summary>
    /// Bytes that do not decode are the store's failure and stay: an empty session in their place would be a silent loss.
    /// </summary>
    private static StoredSession Decode(SessionId id, byte[] bytes)
    {
        if (StoredSession.TryDecode(id, bytes, out StoredSession session))
            return session;

        throw new SecureSessionStoreException(StoredSession.IsOfUnknownFormat(bytes)
            ? $"Session {id} has a format in the distributed cache that is unknown here; a newer node may have written it. "
                + "It was left as it is."
            : $"Session {id} is damaged in the distributed cache. It was left as it is, until the cache drops it.");
    }
}
