namespace SecureSessions;

/// <summary>Why and when a session ended. Times are Unix milliseconds.</summary>
internal sealed class SessionTombstone
{
    private static readonly long Retention = SessionClock.ToMilliseconds(SecureSessionDefaults.TombstoneRetention);

    private readonly SessionEndReason _reason;
    private readonly long _at;
    private bool _unreported;

    private SessionTombstone(SessionEndReason reason, long at, long deadline, bool unreported)
    {
        _reason = reason;
        _at = at;
        _unreported = unreported;
        KeptUntil = deadline + Retention;
    }

    public long KeptUntil { get; }

    /// <summary>Nobody was there when the deadline passed, so the first look-up that is told of it is told that too.</summary>
    public static SessionTombstone OfTimeout(SessionEndReason reason, long deadline) => new(reason, deadline, deadline, unreported: true);

    public static SessionTombstone OfEnd(SessionEndReason reason, long now, long deadline) => new(reason, now, deadline, unreported: false);

    /// <summary>Tells of the end. Only an arriving request reports it; who reads again or peeks leaves that to the next one.</summary>
    public SessionEnd Tell(string? userId, bool reports)
    {
        var end = new SessionEnd(userId, _reason, DateTimeOffset.FromUnixTimeMilliseconds(_at), FirstReport: _unreported && reports);
        _unreported &= !reports;
        return end;
    }
}
