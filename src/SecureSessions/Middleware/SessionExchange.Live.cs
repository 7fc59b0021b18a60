namespace SecureSessions;

// What lasts longer than most requests: hub connections, and whoever waits for the session's end.
internal sealed partial class SessionExchange
{
    private SessionWatch? _watch;

    public CancellationToken WatchEnd(LoadedSession session)
    {
        // After a sign-in the session is another one. Whoever waits for the end of the one before has been told by now.
        if (_watch?.SessionId != session.Record.Id)
        {
            _watch?.Dispose();
            _watch = _services.LiveSessions.Watch(session);
        }

        return _watch.Ended;
    }

    private void LeaveTicket(LoadedSession session, SessionToken token)
    {
        if (ConnectionTicket.IsForHub(_context))
            ConnectionTicket.Leave(_context, session, token);
    }
}
