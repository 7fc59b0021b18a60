using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>A session that something is open for on this node: looked at from time to time, on a hint, and at its deadlines.</summary>
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
    private int _isWaiting;
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

        // It outlives the request, whose ambient state must not come along.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _timer = timeProvider.CreateTimer(
            static session => ((LiveSession)session!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public SessionId Id { get; }

    /// <summary>Those who wait for its end. The owner's lock guards it.</summary>
    public List<SessionWatch> Watches => _watches;

    /// <summary>How often its privileges had changed when it was last looked at. The owner's lock guards it.</summary>
    public long PrivilegeChanges { get; set; }

    /// <summary>Begins with a look: between the request's own and now the session may have ended, with nobody here to hear of it.</summary>
    public void Begin()
    {
        WakeIn(_untilIdleDeadline, _since);
        RequestLook();
    }

    /// <summary>It may have ended or changed, or it may be possible again to ask.</summary>
    public void Hint()
    {
        Volatile.Write(ref _failures, 0);
        RequestLook();
    }

    public async Task LookAsync()
    {
        Interlocked.Exchange(ref _isWaiting, 0);

        // From before the store was asked: it is looked at again too early rather than too late.
        long asked = _timeProvider.GetTimestamp();
        try
        {
            if (await _store.PeekAsync(Id) is { End: null } alive)
            {
                Volatile.Write(ref _failures, 0);
                WakeIn(alive.ExpiresAt - alive.Now, asked);
                _owner.EndOutdated(this, alive.PrivilegeChanges);
            }
            else
            {
                _owner.End(this);
            }
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. A store that is down ends nothing. It is asked again soon, and less and less often.
            int doublings = Math.Min(Interlocked.Increment(ref _failures) - 1, 10);
            WakeIn(FirstRetry * (1 << doublings), _timeProvider.GetTimestamp());
        }
        catch (Exception exception)
        {
            // It would end those who look, and nobody would look any more.
            Log.LiveSessionFailed(_logger, exception);
        }
    }

    /// <summary>Whoever waited does so no longer; not if its end is being told right now.</summary>
    public bool Release(SessionWatch watch) => _owner.Release(this, watch);

    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        // This deadline never moves, so that it holds whatever the store says, or if it says nothing.
        if (Left(_untilAbsoluteDeadline, _since) <= TimeSpan.Zero)
        {
            _owner.End(this);
            return;
        }

        WakeIn(SecureSessionDefaults.LiveSessionCheckInterval, _timeProvider.GetTimestamp());
        RequestLook();
    }

    // Begins after this moment; one that has not begun yet will do.
    private void RequestLook()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
            _owner.Queue(this);
    }

    /// <summary>Sets the timer to the regular look, or to the deadline that comes before it.</summary>
    private void WakeIn(TimeSpan delay, long since)
    {
        double milliseconds = Math.Min(
            Math.Min(Left(delay, since).TotalMilliseconds, Left(_untilAbsoluteDeadline, _since).TotalMilliseconds),
            SecureSessionDefaults.LiveSessionCheckInterval.TotalMilliseconds);

        // Rounded up: at the deadline, and not just before it.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(milliseconds))), Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Left(TimeSpan delay, long since) => delay - _timeProvider.GetElapsedTime(since);
}
