namespace SecureSessions;

/// <summary>Waits for the end of a session on behalf of one connection or one request. Dispose it when that is over: then it never fires.</summary>
internal sealed class SessionWatch : IDisposable
{
    private readonly LiveSession _session;
    private readonly CancellationTokenSource _ended = new();

    public SessionWatch(LiveSession session)
    {
        _session = session;
        Ended = _ended.Token;
    }

    public SessionId SessionId => _session.Id;

    /// <summary>Fires when the session has ended.</summary>
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
