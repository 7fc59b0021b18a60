using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Sessions in the memory of this process, the users port to them, and the counters of sign-ins.</summary>
/// <remarks>
/// An anonymous session that is evicted at the cap vanishes without a tombstone, since the flood that evicts it would fill the
/// memory with tombstones instead. Late writes to it are answered <see cref="ReplaceStatus.Gone"/>; a late create under its id cannot
/// come, as ids are drawn afresh.
/// </remarks>
internal sealed class MemorySessionStore : ISecureSessionStore, ISecureSessionIndex, ISecureSessionCounters, IDisposable
{
    /// <summary>A power of two. A million sessions are some 16,000 a shard, whose table grows in a fraction of a millisecond.</summary>
    private const int ShardCount = 64;

    /// <summary>Bounds the history of all users together: some 25 MB.</summary>
    private const int MaxEndedSessions = 100_000;

    /// <summary>Bounds the devices of all users together: some 40 MB if each has two.</summary>
    private const int MaxUsersWithDevices = 100_000;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(ExpiryWheel.TickMilliseconds);

    private readonly SessionClock _clock;
    private readonly RecencyList _anonymous;
    private readonly RecencyList _anonymousTombstones;
    private readonly UserLists _users = new();
    private readonly DeadlineQueue _deadlines = new();
    private readonly SessionHistory _history = new(MaxEndedSessions);
    private readonly DeviceMemory _devices = new(MaxUsersWithDevices);
    private readonly MemoryCounters _counters;
    private readonly SessionShard[] _shards = new SessionShard[ShardCount];
    private readonly ITimer _timer;
    private readonly ILogger _logger;
    private int _sweeping;

    public MemorySessionStore(TimeProvider timeProvider, IOptions<MemoryStoreOptions> options, ILogger<MemorySessionStore> logger)
    {
        _logger = logger;
        (int maxCount, long maxBytes) = (options.Value.MaxAnonymousSessions, options.Value.MaxAnonymousBytes);
        _clock = new SessionClock(timeProvider);
        _counters = new MemoryCounters(timeProvider);
        _anonymous = new RecencyList(maxCount, maxBytes);
        _anonymousTombstones = new RecencyList(maxCount, maxBytes);
        var userTombstones = new UserLists();
        for (int i = 0; i < ShardCount; i++)
            _shards[i] = new SessionShard(_clock, _anonymous, _anonymousTombstones, _users, userTombstones, _deadlines);

        // The store outlives the request that happens to bring it up: its timer must not keep that request's ambient state.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _timer = timeProvider.CreateTimer(static store => ((MemorySessionStore)store!).OnTimer(), this, SweepInterval, SweepInterval);
    }

    /// <summary>Sessions and tombstones.</summary>
    internal int Count => _shards.Sum(static shard => shard.Count);

    private DateTimeOffset Now => SessionClock.ToInstant(_clock.Now);

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

    public ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ShardOf(id).Mark(id, reauthenticate));

    public ValueTask<IReadOnlyList<SessionId>> ReserveAsync(
        SessionReservation reservation, int? limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ShardOf(reservation.Id).Reserve(reservation, limit));

    public ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_users.Of(userId));

    public ValueTask RemoveAsync(string userId, SessionId id, EndedSession? ended, CancellationToken cancellationToken)
    {
        foreach (SessionId surplus in ShardOf(id).Unlist(userId, id))
            ShardOf(surplus).Forget(surplus);
        if (ended is not null)
            _history.Add(userId, ended, Now);

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_history.Of(userId, Now));

    public ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(
        string userId, KnownDevice device, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_devices.Remember(userId, device, Now));

    public ValueTask ForgetUserAsync(string userId, CancellationToken cancellationToken)
    {
        _history.Erase(userId, Now);
        _devices.Erase(userId, Now);
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Leases the deadlines that the sweep has found; if there are none, the deadlines that a sweep would find just now.
    /// </summary>
    public ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SessionDeadline> due = _deadlines.Lease(_clock.Now);
        if (due.Count > 0)
            return ValueTask.FromResult(due);

        foreach (SessionShard shard in _shards)
            shard.QueueDue();

        return ValueTask.FromResult(_deadlines.Lease(_clock.Now));
    }

    public ValueTask PostponeAsync(SessionDeadline deadline, DateTimeOffset until, CancellationToken cancellationToken)
    {
        _deadlines.Postpone(deadline.Session.Id, until.ToUnixTimeMilliseconds());
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(SessionDeadline deadline, CancellationToken cancellationToken)
    {
        _deadlines.Remove(deadline.Session.Id);
        return ValueTask.CompletedTask;
    }

    public ValueTask<AttemptCount> CountAsync(AttemptKeys keys, AttemptLimits limits, CancellationToken cancellationToken) =>
        _counters.CountAsync(keys, limits, cancellationToken);

    public ValueTask<int> ForgetAsync(AttemptKeys keys, AttemptLimits limits, CancellationToken cancellationToken) =>
        _counters.ForgetAsync(keys, limits, cancellationToken);

    public void Dispose() => _timer.Dispose();

    /// <summary>Frees the memory of what has expired. No answer depends on it: every call judges the deadlines itself.</summary>
    private void OnTimer()
    {
        // A sweep that takes longer than the interval is not joined by a second one.
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
            return;

        try
        {
            Sweep();
        }
        catch (Exception exception)
        {
            // An exception that leaves a timer's callback would end the process. All that is late is the memory: the next tick tries again.
            Log.SweepFailed(_logger, exception);
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    /// <summary>One slice of every shard in turn, so that a call that waits for a shard comes in between two slices.</summary>
    private void Sweep()
    {
        bool more;
        do
        {
            more = false;
            foreach (SessionShard shard in _shards)
                more |= shard.SweepSlice();

            EvictSurplus();
        }
        while (more);

        _history.Trim(Now);
        _devices.Trim(Now);
    }

    private void EvictSurplus()
    {
        while (_anonymous.TryTakeSurplus(out MemoryEntry? entry) || _anonymousTombstones.TryTakeSurplus(out entry))
            ShardOf(entry.Id).Evict(entry);
    }

    private SessionShard ShardOf(SessionId id) => _shards[id.GetHashCode() & (ShardCount - 1)];
}
