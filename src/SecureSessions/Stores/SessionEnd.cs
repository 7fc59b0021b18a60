namespace SecureSessions;

/// <summary>How a session ended: what its tombstone tells to a request with one of its last secrets.</summary>
/// <param name="UserId">Its user, or <see langword="null"/> for an anonymous session.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When. For a timeout, the deadline that was passed.</param>
/// <param name="FirstReport">Whether this is the first look-up with the session's secret to be told of a timeout, so that it is reported
/// once.</param>
public sealed record SessionEnd(string? UserId, SessionEndReason Reason, DateTimeOffset At, bool FirstReport)
{
    /// <summary>Whether time ended the session, and no call.</summary>
    internal bool IsTimeout => Reason is SessionEndReason.IdleTimeout or SessionEndReason.AbsoluteTimeout;

    /// <summary>
    /// Whether its cookie stayed behind in the browser: nothing was put in its place when it ended. A sign-out took it back, and a sign-in
    /// replaced it.
    /// </summary>
    internal bool LeavesCookie => Reason is not (SessionEndReason.SignedOut or SessionEndReason.Replaced or SessionEndReason.Undelivered);
}
