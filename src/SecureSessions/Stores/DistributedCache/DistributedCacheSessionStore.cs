using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Sessions in a distributed cache: read, judged by the rules of <see cref="SessionEntry"/>, and written back if they changed.</summary>
/// <remarks>
/// Within this process the writes to a session take turns, so all of it is exact. Between processes nothing is: a cache has no
/// compare-and-set, and whoever writes last wins. What that means for an app stands at <c>AddDistributedCacheStore()</c>.
/// </remarks>
internal sealed class DistributedCacheSessionStore : ISecureSessionStore
{
    /// <summary>A power of two. Sessions share the gates, so that their number stays what it is.</summary>
    private const int GateCount = 256;

    private readonly IDistributedCache _cache;
    private readonly string _keyPrefix;
    private readonly TimeSpan _patience;
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
        // By then the caller has been answered: all that is left is to give the next one its turn.
        _patience = 2 * policy.StoreTimeout;
        _timeProvider = timeProvider;
        _clock = new SessionClock(timeProvider);
        Log.WeakStore(logger);
    }

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(DateTimeOffset.FromUnixTimeMilliseconds(_clock.Now));

    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        CallAsync(session.Id, session, static (cached, session) => cached.Create(session), cancellationToken);

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        CallAsync(id, (hash, mode), static (cached, call) => cached.Find(call.hash, call.mode), cancellationToken);

    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) =>
        CallAsync(id, id, static (cached, _) => cached.Peek(), cancellationToken);

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        CallAsync(replacement.Id, replacement, static (cached, replacement) => cached.Replace(replacement), cancellationToken);

    public ValueTask<MarkStatus> MarkAsync(SessionId id, CancellationToken cancellationToken) =>
        CallAsync(id, id, static (cached, _) => cached.Mark(), cancellationToken);

    public ValueTask<EndResult> EndAsync(SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        CallAsync(id, (reason, expectedVersion), static (cached, call) => cached.End(call.reason, call.expectedVersion), cancellationToken);

    public async ValueTask<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        await _cache.GetAsync(_keyPrefix + "health", cancellationToken);
        return new StoreHealth(IsSound: true, "The distributed cache answers.");
    }

    /// <summary>
    /// What changes nothing is answered from one read and waits for nobody, so that cookies with a known id and a wrong secret hold up
    /// no one. A change waits for its turn, and is judged anew if somebody was there since the read.
    /// </summary>
    private async ValueTask<TResult> CallAsync<TCall, TResult>(
        SessionId id, TCall call, Func<CachedSession, TCall, TResult> carryOut, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_patience, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        SessionGate gate = _gates[id.GetHashCode() & (GateCount - 1)];
        long turns = gate.Turns;
        CachedSession cached = await ReadAsync(id, either.Token);
        TResult result = carryOut(cached, call);
        if (!cached.HasChanged)
            return result;

        using SessionGate.Turn turn = await gate.EnterAsync(either.Token);
        if (gate.Turns != turns)
        {
            cached = await ReadAsync(id, either.Token);
            result = carryOut(cached, call);
        }

        if (cached.HasChanged)
            await WriteAsync(id, cached, either.Token);

        return result;
    }

    private async ValueTask<CachedSession> ReadAsync(SessionId id, CancellationToken cancellationToken)
    {
        byte[]? bytes = await _cache.GetAsync(KeyOf(id), cancellationToken);
        return new CachedSession(id, bytes is null ? null : Decode(id, bytes), _clock.Now);
    }

    private Task WriteAsync(SessionId id, CachedSession cached, CancellationToken cancellationToken)
    {
        var expiry = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = cached.Remaining };
        return _cache.SetAsync(KeyOf(id), cached.ToBytes(), expiry, cancellationToken);
    }

    private string KeyOf(SessionId id) => _keyPrefix + id.ToString();

    /// <summary>What cannot be read is the store's failure and stays as it is: an empty session in its place would be a silent loss.</summary>
    private static SessionEntry Decode(SessionId id, byte[] bytes) => SessionEntryCodec.TryDecode(bytes, out SessionSnapshot? snapshot) switch
    {
        EntryDecodeStatus.Decoded => new SessionEntry(id, snapshot!),
        EntryDecodeStatus.UnknownFormat => throw new SecureSessionStoreException(
            $"Session {id} has a format in the distributed cache that is unknown here; a newer node may have written it. It was left as it is."),
        EntryDecodeStatus.Damaged => throw new SecureSessionStoreException(
            $"Session {id} is damaged in the distributed cache. It was left as it is, until the cache drops it."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
