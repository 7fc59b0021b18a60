namespace SecureSessions;

/// <summary>
/// Waits on behalf of one connection or one request until its session ends or changes its privileges. Dispose it when that is over: then it never
/// fires.
/// </summary>
internal sealed class SessionWatch : IDisposable
{
    private readonly LiveSession _session;
    private readonly CancellationTokenSource _ended = new();

    public SessionWatch(LiveSession session, long privilegeChanges)
    {
        _session = session;
        PrivilegeChanges = privilegeChanges;
        Ended = _ended.Token;
    }

    public SessionId SessionId => _session.Id;

    /// <summary>How often the session's privileges had changed when whoever waits was let in.</summary>
    public long PrivilegeChanges { get; }

    /// <summary>Fires when the session has ended, or its privileges have changed.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Runs what was registered. Each watch has a token of its own, so that nobody's callbacks keep others waiting or fail them.</summary>
    public Task FireAsync() => _ended.CancelAsync();

    public void Dispose()
    {
        // One that is firing is left to the garbage collector.
        if (_session.Release(this))
            _ended.Dispose();
    }
}
