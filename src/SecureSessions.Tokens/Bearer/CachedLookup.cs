namespace SecureSessions.Tokens;

/// <summary>
/// Asks the store, and remembers for a while that a session lives, unless a change of it is announced, made or seen here.
/// </summary>
internal sealed class CachedLookup : ISessionLookup, IDisposable
{
    private readonly StoreLookup _lookup;
    private readonly StoreGateway _store;
    private readonly TimeSpan _time;
    private readonly TimeProvider _timeProvider;
    private readonly NearStamps _stamps = new();
    private readonly ShortMemory<SessionId, Answer> _memory;
    private readonly IDisposable? _subscription;

    public CachedLookup(
        StoreLookup lookup, StoreGateway store, TimeSpan time, TimeProvider timeProvider, ISecureSessionAnnouncements? announcements)
    {
        _lookup = lookup;
        _store = store;
        _time = time;
        _timeProvider = timeProvider;
        _memory = new ShortMemory<SessionId, Answer>(time, timeProvider);
        _subscription = announcements?.Subscribe(_stamps.OnAnnounced);
        _store.ChangeSeen += _stamps.Change;
    }

    public async ValueTask<bool> IsGoodAsync(AccessTokenFacts facts, string token, CancellationToken cancellationToken)
    {
        long stamp = _stamps.Of(facts.SessionId);
        if (_memory.Find(facts.SessionId) is { } known
            && known.Stamp == stamp
            && _timeProvider.GetElapsedTime(known.AskedAt) < _time
            && known.Facts.AgreesWith(facts))
            return true;

        // What changes while the store is asked makes the answer one that is not used again.
        long askedAt = _timeProvider.GetTimestamp();
        bool isGood = await _lookup.IsGoodAsync(facts);
        if (isGood)
            _memory.Add(facts.SessionId, new Answer(facts, stamp, askedAt), bytes: 0);
        return isGood;
    }

    public void Dispose()
    {
        _store.ChangeSeen -= _stamps.Change;
        _subscription?.Dispose();
        _memory.Dispose();
    }

    private sealed record Answer(AccessTokenFacts Facts, long Stamp, long AskedAt);
}
