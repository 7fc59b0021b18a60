namespace SecureSessions;

/// <summary>
/// The session of a hub connection or a circuit. Closes it when the session ends or its privileges change, and counts what the user does
/// there as activity.
/// </summary>
internal sealed class ConnectionSession : IDisposable
{
    private readonly SessionWatch _watch;
    private readonly SessionLifecycle _lifecycle;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenRegistration _registration;
    private SessionToken? _token;
    private long? _slidAt;
    private int _isSliding;

    /// <param name="ticket">The session, and the token that opened the connection.</param>
    /// <param name="close">Closes the connection. Called once, on a thread of the pool.</param>
    /// <param name="liveSessions">Watches the session.</param>
    /// <param name="lifecycle">Moves the idle deadline.</param>
    /// <param name="timeProvider">The clock.</param>
    public ConnectionSession(
        ConnectionTicket ticket, Action close, LiveSessions liveSessions, SessionLifecycle lifecycle, TimeProvider timeProvider)
    {
        Ticket = ticket;
        _token = ticket.Token;
        _lifecycle = lifecycle;
        _timeProvider = timeProvider;
        _watch = liveSessions.Watch(ticket.Session);
        _registration = _watch.Ended.UnsafeRegister(static close => ((Action)close!)(), close);
    }

    public ConnectionTicket Ticket { get; }

    public bool HasEnded => _watch.Ended.IsCancellationRequested;

    /// <summary>Counts a call as activity. The call does not wait for the store.</summary>
    public void CountCall()
    {
        // A client may make several calls at once.
        if (Interlocked.Exchange(ref _isSliding, 1) == 0)
            _ = SlideAsync();
    }

    public void Dispose()
    {
        _registration.Dispose();
        _watch.Dispose();
    }

    private async Task SlideAsync()
    {
        try
        {
            if (_token is { } token && IsDue)
            {
                _slidAt = _timeProvider.GetTimestamp();
                _token = await _lifecycle.SlideAsync(token);
            }
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. A later call tries again.
        }
        finally
        {
            Volatile.Write(ref _isSliding, 0);
        }
    }

    private bool IsDue => _slidAt is not { } last || _timeProvider.GetElapsedTime(last) >= SecureSessionDefaults.HubActivityInterval;
}
