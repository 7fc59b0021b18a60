namespace SecureSessions;

/// <summary>The watches of one request, for long answers, WebSockets and event streams.</summary>
internal sealed class RequestWatches(LiveSessions liveSessions)
{
    private SessionWatch? _last;
    private List<SessionWatch>? _all;

    public CancellationToken Watch(LoadedSession session)
    {
        // After a sign-in the request has another session, and after a regeneration other privileges. Both need a new watch; the watches
        // from before still fire.
        SessionRecord record = session.Record;
        if (_last is null || _last.SessionId != record.Id || _last.PrivilegeChanges < record.PrivilegeChanges)
        {
            _last = liveSessions.Watch(session);
            (_all ??= []).Add(_last);
        }

        return _last.Ended;
    }

    /// <summary>Disposes all watches, since the request is completed.</summary>
    public void End()
    {
        foreach (SessionWatch watch in _all ?? [])
            watch.Dispose();
    }
}
