using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Sessions in the memory of this process, and the users port to them.</summary>
/// <remarks>
/// An anonymous session that is evicted at the cap vanishes without a tombstone, since the flood that evicts it would fill the
/// memory with those instead. Late writes to it are answered <see cref="ReplaceStatus.Gone"/>; a late create under its id cannot
/// come, as ids are drawn afresh.
/// </remarks>
internal sealed partial class MemorySessionStore : ISecureSessionStore, ISecureSessionIndex, IDisposable
{
    /// <summary>A power of two. A million sessions are some 16,000 a shard, whose table grows in a fraction of a millisecond.</summary>
    private const int ShardCount = 64;

    private readonly SessionClock _clock;
    private readonly RecencyList _anonymous;
    private readonly RecencyList _endedAnonymous;
    private readonly UserLists _users = new();
    private readonly UserLists _endedOfUsers = new();
    private readonly DueDeadlines _deadlines = new();
    private readonly EndedSessions _history = new(MaxEndedSessions);
    private readonly DeviceMemory _devices = new(MaxUsersWithDevices);
    private readonly SessionShard[] _shards = new SessionShard[ShardCount];
    private readonly ITimer _timer;
    private readonly ILogger _logger;

    public MemorySessionStore(TimeProvider timeProvider, IOptions<MemoryStoreOptions> options, ILogger<MemorySessionStore> logger)
    {
        _logger = logger;
        (int maxCount, long maxBytes) = (options.Value.MaxAnonymousSessions, options.Value.MaxAnonymousBytes);
        _clock = new SessionClock(timeProvider);
        _anonymous = new RecencyList(maxCount, maxBytes);
        _endedAnonymous = new RecencyList(maxCount, maxBytes);
        for (int i = 0; i < ShardCount; i++)
            _shards[i] = new SessionShard(_clock, _anonymous, _endedAnonymous, _users, _endedOfUsers, _deadlines);

        // The store outlives the request that happens to bring it up: its timer must not keep that request's ambient state.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _timer = timeProvider.CreateTimer(static store => ((MemorySessionStore)store!).OnTimer(), this, SweepInterval, SweepInterval);
    }

    /// <summary>Sessions and tombstones.</summary>
    internal int Count => _shards.Sum(static shard => shard.Count);

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_clock.Now);

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Now);

    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken)
    {
        CreateStatus status = ShardOf(session.Id).Create(session);
        EvictSurplus();
        return ValueTask.FromResult(status);
    }

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ShardOf(id).Find(id, hash, mode));

    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ShardOf(id).Peek(id));

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken)
    {
        ReplaceStatus status = ShardOf(replacement.Id).Replace(replacement);
        EvictSurplus();
        return ValueTask.FromResult(status);
    }

    public ValueTask<EndResult> EndAsync(
        SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ShardOf(id).End(id, reason, expectedVersion));

    public ValueTask<MarkStatus> MarkAsync(SessionId id, CancellationToken cancellationToken) => ValueTask.FromResult(ShardOf(id).Mark(id));

    public void Dispose() => _timer.Dispose();

    private SessionShard ShardOf(SessionId id) => _shards[id.GetHashCode() & (ShardCount - 1)];
}
