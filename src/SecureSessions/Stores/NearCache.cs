namespace SecureSessions;

/// <summary>
/// Remembers on this node for <c>NearCacheFor</c> what the store has found, so that most reads of a busy session do not ask the store. Off
/// unless the option is set.
/// </summary>
/// <remarks>
/// An answer is used again only while no change of its session was announced, made or seen here since it was asked for, only while
/// announcements can be relied on, and never past a deadline. docs/redis.md has the table of what this weakens and what it does not.
/// </remarks>
internal sealed class NearCache : IDisposable
{
    /// <summary>
    /// A session is asked for again after this part of its idle timeout at the latest, so that its activity is not missed.
    /// </summary>
    internal const int PartOfIdleTimeout = 10;

    private static readonly TimeSpan ShortestTick = TimeSpan.FromSeconds(1);

    private readonly ISecureSessionAnnouncements? _announcements;
    private readonly TimeSpan _longest;
    private readonly TimeSpan _renewalInterval;
    private readonly TimeProvider _timeProvider;
    private readonly SessionMetrics _metrics;
    private readonly NearStamps _stamps = new();
    private readonly ShortMemory<SessionId, NearAnswer>? _memory;
    private readonly IDisposable? _subscription;

    public NearCache(
        SessionPolicy policy, TimeProvider timeProvider, SessionMetrics metrics, ISecureSessionAnnouncements? announcements = null)
    {
        _announcements = announcements;
        _longest = policy.NearCacheFor ?? TimeSpan.Zero;
        _renewalInterval = policy.RenewalInterval;
        _timeProvider = timeProvider;
        _metrics = metrics;
        if (policy.NearCacheFor is null || announcements is null)
            return;

        _memory = new ShortMemory<SessionId, NearAnswer>(_longest > ShortestTick ? _longest : ShortestTick, timeProvider);

        // What the listening starts outlives the request that may bring this object up, and must not keep its ambient state.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _subscription = announcements.Subscribe(_stamps.OnAnnounced);
    }

    /// <summary>Whether anything is remembered at all.</summary>
    public bool IsOn => _memory is not null;

    /// <summary>How many answers are in memory.</summary>
    internal int Count => _memory?.Count ?? 0;

    /// <summary>What the store has found a moment ago, with the store's time as it is now, if that may be used.</summary>
    public FindResult? Find(SessionId id, in SecretHash hash, FindMode mode)
    {
        if (mode == FindMode.Reread || !_announcements!.IsListening || _memory!.Find(id) is not { } answer)
            return null;

        DateTimeOffset now = answer.Now + _timeProvider.GetElapsedTime(answer.AskedAt);
        if (!answer.Hash.FixedTimeEquals(hash)
            || !answer.Serves(mode)
            || answer.Stamp != _stamps.Of(id)
            || now >= answer.UseUntil)
            return null;

        _metrics.NearCacheHit();
        return FindResult.Found(FindStatus.Current, answer.Record, now);
    }

    /// <summary>Notes what has to be known from before the store is asked, so that its answer can be kept.</summary>
    public Question Ask(SessionId id) => new(_announcements!.IsListening, _stamps.Of(id), _timeProvider.GetTimestamp());

    /// <summary>Keeps an answer of the store, if it is one that may be used again.</summary>
    public void Keep(in Question question, SessionId id, in SecretHash hash, FindMode mode, in FindResult found)
    {
        if (found is not { Status: FindStatus.Current, Record: { RefreshMark: 0 } record })
        {
            // The store knows better than what is remembered, unless somebody has only guessed at a secret.
            if (found.Status != FindStatus.WrongSecret)
                Drop(id);
        }
        else if (mode != FindMode.Reread && question.IsListening)
        {
            var answer = new NearAnswer(question, hash, mode, record, found.Now, UseUntil(record, found.Now));
            _memory!.Add(id, answer, record.Payload.Length + record.Successor.Length);
        }
    }

    /// <summary>From now on no earlier answer is used for this session, also none that is still under way.</summary>
    public void Drop(SessionId id) => _stamps.Change(id);

    public void Dispose()
    {
        _subscription?.Dispose();
        _memory?.Dispose();
    }

    // By the store's time. A session whose renewal is due is asked for: the answer starts the renewal.
    private DateTimeOffset UseUntil(SessionRecord record, DateTimeOffset askedAt)
    {
        TimeSpan part = record.IdleTimeout / PartOfIdleTimeout;
        DateTimeOffset until = Earlier(askedAt + (part < _longest ? part : _longest), record.ExpiresAt);
        TimeSpan renewalIn = _renewalInterval - (askedAt - record.SecretIssuedAt);
        return renewalIn < until - askedAt ? askedAt + renewalIn : until;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>What a node knew before it asked the store for a session.</summary>
    /// <param name="IsListening">Whether announcements could be relied on.</param>
    /// <param name="Stamp">The stamp of the session: it changes with each change of the session that this node hears of.</param>
    /// <param name="AskedAt">
    /// When, by this node's monotonic clock. The store's time in the answer is not earlier than this moment.
    /// </param>
    internal readonly record struct Question(bool IsListening, long Stamp, long AskedAt);
}
