namespace SecureSessions;

/// <summary>Why and when a session ended. Times are Unix milliseconds.</summary>
internal sealed class SessionTombstone
{
    private static readonly long Retention = SessionClock.ToMilliseconds(SecureSessionDefaults.TombstoneRetention);

    public SessionTombstone(SessionEndReason reason, long at, long keptUntil, bool isUnreported)
    {
        Reason = reason;
        At = at;
        KeptUntil = keptUntil;
        IsUnreported = isUnreported;
    }

    public SessionEndReason Reason { get; }

    public long At { get; }

    public long KeptUntil { get; private set; }

    /// <summary>Whether this is the end by a timeout, and no look-up was told of it yet.</summary>
    public bool IsUnreported { get; private set; }

    /// <summary>Nobody was there when the deadline passed, so the first look-up that is told of it is told that too.</summary>
    public static SessionTombstone OfTimeout(SessionEndReason reason, long deadline) => new(reason, deadline, KeptAfter(deadline), isUnreported: true);

    public static SessionTombstone OfEnd(SessionEndReason reason, long now, long deadline) => new(reason, now, KeptAfter(deadline), isUnreported: false);

    /// <summary>Until when a tombstone is kept whose session had this deadline.</summary>
    public static long KeptAfter(long deadline) => deadline + Retention;

    public void KeepUntil(long until) => KeptUntil = until;

    /// <summary>Tells of the end. Only an arriving request reports it; who reads again or peeks leaves that to the next one.</summary>
    public SessionEnd Tell(string? userId, bool reports)
    {
        var end = new SessionEnd(userId, Reason, DateTimeOffset.FromUnixTimeMilliseconds(At), FirstReport: IsUnreported && reports);
        IsUnreported &= !reports;
        return end;
    }
}
