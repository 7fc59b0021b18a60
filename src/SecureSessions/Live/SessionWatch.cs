namespace SecureSessions;

/// <summary>
/// Waits for one connection or one request until its session ends or changes its privileges. A watch that was disposed never fires.
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

    /// <summary>How often the session's privileges had changed when the connection or request loaded it.</summary>
    public long PrivilegeChanges { get; }

    /// <summary>Fires when the session has ended, or its privileges have changed.</summary>
    public CancellationToken Ended { get; }

    /// <summary>
    /// Runs the registered callbacks. Each watch has its own token, so that the callbacks of one connection neither delay nor fail those
    /// of another.
    /// </summary>
    public Task FireAsync() => _ended.CancelAsync();

    public void Dispose()
    {
        // A source that is firing must not be disposed; the garbage collector frees it.
        if (_session.Release(this))
            _ended.Dispose();
    }
}
