namespace SecureSessions;

// What lasts longer than most requests: hub connections, and whoever waits for the session's end.
internal sealed partial class SessionExchange
{
    private SessionToken _arrived;
    private SessionWatch? _watch;
    private List<SessionWatch>? _watches;

    public CancellationToken WatchEnd(LoadedSession session)
    {
        // After a sign-in the session is another one, and after a regeneration its privileges are others. Whoever waits since before is told.
        SessionRecord record = session.Record;
        if (_watch is null || _watch.SessionId != record.Id || _watch.PrivilegeChanges < record.PrivilegeChanges)
        {
            _watch = _services.LiveSessions.Watch(session);
            (_watches ??= []).Add(_watch);
        }

        return _watch.Ended;
    }

    private void EndWatches()
    {
        foreach (SessionWatch watch in _watches ?? [])
            watch.Dispose();
    }

    private void LeaveTicket(LoadedSession session, SessionToken token)
    {
        if (ConnectionTicket.IsForHub(_context))
            ConnectionTicket.Leave(_context, session, token);
    }
}
