using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// A session with open connections or requests on this node. The store is asked about it regularly, on a hint, and at its deadlines.
/// </summary>
internal sealed class LiveSession : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly LiveSessions _owner;
    private readonly StoreGateway _store;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly List<SessionWatch> _watches = [];
    private readonly TimeSpan _untilIdleDeadline;
    private readonly TimeSpan _untilAbsoluteDeadline;
    private readonly long _since;
    private int _isCheckQueued;
    private int _failures;

    public LiveSession(LiveSessions owner, LoadedSession session, StoreGateway store, TimeProvider timeProvider, ILogger logger)
    {
        _owner = owner;
        _store = store;
        _timeProvider = timeProvider;
        _logger = logger;
        Id = session.Record.Id;
        _untilIdleDeadline = session.Record.ExpiresAt - session.Now;
        _untilAbsoluteDeadline = session.Record.AbsoluteExpiresAt - session.Now;
        _since = session.Timestamp;

        // The timer outlives the request, and must not keep its ambient state.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _timer = timeProvider.CreateTimer(
            static session => ((LiveSession)session!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public SessionId Id { get; }

    /// <summary>The watches that wait for the session's end. The owner's lock guards the list.</summary>
    public List<SessionWatch> Watches => _watches;

    /// <summary>How often the session's privileges had changed at the last check. The owner's lock guards the value.</summary>
    public long PrivilegeChanges { get; set; }

    /// <summary>
    /// Starts the timer and requests a check: the session may have ended between the request's load and now, before this node watched it.
    /// </summary>
    public void Start()
    {
        SetTimer(_untilIdleDeadline, _since);
        RequestCheck();
    }

    /// <summary>The session may have ended or changed, or the store may work again: requests a check.</summary>
    public void OnHint()
    {
        Volatile.Write(ref _failures, 0);
        RequestCheck();
    }

    public async Task CheckAsync()
    {
        Interlocked.Exchange(ref _isCheckQueued, 0);

        // The time is taken before the call to the store, so that the next check is too early rather than too late.
        long askedAt = _timeProvider.GetTimestamp();
        try
        {
            if (await _store.PeekAsync(Id) is { End: null } alive)
            {
                Volatile.Write(ref _failures, 0);
                SetTimer(alive.ExpiresAt - alive.Now, askedAt);
                _owner.FireOutdated(this, alive.PrivilegeChanges);
            }
            else
            {
                _owner.End(this);
            }
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. A store that is down ends no session. The check is repeated soon, and less and less often.
            int doublings = Math.Min(Interlocked.Increment(ref _failures) - 1, 10);
            SetTimer(FirstRetry * (1 << doublings), _timeProvider.GetTimestamp());
        }
        catch (Exception exception)
        {
            // An exception would end the worker of the queue, and checks would stop.
            Log.LiveSessionFailed(_logger, exception);
        }
    }

    /// <summary>Removes a watch. Returns <see langword="false"/> if the watch is firing or has fired.</summary>
    public bool Release(SessionWatch watch) => _owner.Release(this, watch);

    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        // The absolute deadline never moves, so it holds even if the store fails.
        if (Left(_untilAbsoluteDeadline, _since) <= TimeSpan.Zero)
        {
            _owner.End(this);
            return;
        }

        SetTimer(SecureSessionDefaults.LiveSessionCheckInterval, _timeProvider.GetTimestamp());
        RequestCheck();
    }

    // Requests a check that begins after this moment. A check that is queued and has not begun is enough.
    private void RequestCheck()
    {
        if (Interlocked.Exchange(ref _isCheckQueued, 1) == 0)
            _owner.Queue(this);
    }

    /// <summary>Sets the timer to the next regular check, or to an earlier deadline.</summary>
    private void SetTimer(TimeSpan delay, long since)
    {
        double milliseconds = Math.Min(
            Math.Min(Left(delay, since).TotalMilliseconds, Left(_untilAbsoluteDeadline, _since).TotalMilliseconds),
            SecureSessionDefaults.LiveSessionCheckInterval.TotalMilliseconds);

        // The time is rounded up, so that the timer fires at the deadline and not just before it.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(milliseconds))), Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Left(TimeSpan delay, long since) => delay - _timeProvider.GetElapsedTime(since);
}
