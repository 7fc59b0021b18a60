namespace SecureSessions;

/// <summary>Whoever waits, as long as the request lasts, for the end of its session: long answers, WebSockets, event streams.</summary>
internal sealed class RequestWatches(LiveSessions liveSessions)
{
    private SessionWatch? _last;
    private List<SessionWatch>? _all;

    public CancellationToken Watch(LoadedSession session)
    {
        // After a sign-in the session is another one, and after a regeneration its privileges are others. Whoever waits since before is told.
        SessionRecord record = session.Record;
        if (_last is null || _last.SessionId != record.Id || _last.PrivilegeChanges < record.PrivilegeChanges)
        {
            _last = liveSessions.Watch(session);
            (_all ??= []).Add(_last);
        }

        return _last.Ended;
    }

    /// <summary>The request is over: nobody waits any more.</summary>
    public void End()
    {
        foreach (SessionWatch watch in _all ?? [])
            watch.Dispose();
    }
}
