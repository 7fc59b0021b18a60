namespace SecureSessions;

/// <summary>A session between its reading from the cache and its writing back.</summary>
internal sealed class CachedSession
{
    /// <summary>A field, since the session is a value that its calls change in place.</summary>
    public StoredSession Session;

    private readonly (long, long, int, bool, bool, bool) _stamp;

    /// <summary>Takes what was read, and carries out what time has done to it since.</summary>
    public CachedSession(StoredSession read, long now)
    {
        Session = read;
        Now = now;
        _stamp = read.Stamp;
        Session.TryExpire(now);
        if (now >= Session.DueAt)
            Session = new StoredSession(read.Id);
    }

    public long Now { get; }

    /// <summary>Whether there is something to write back.</summary>
    public bool HasChanged => Session.Exists && Session.Stamp != _stamp;

    /// <summary>How long the session is worth keeping once it is written back.</summary>
    public TimeSpan Remaining => TimeSpan.FromMilliseconds(Session.ForgottenAt - Now);
}
