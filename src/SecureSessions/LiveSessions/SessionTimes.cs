namespace SecureSessions;

/// <summary>The deadlines of a session and what time it was, as the store last said; carried on by this node's monotonic clock.</summary>
internal sealed record SessionTimes(DateTimeOffset IdleExpiresAt, DateTimeOffset AbsoluteExpiresAt, DateTimeOffset Now, long Timestamp)
{
    public static SessionTimes Of(LoadedSession session) =>
        new(session.Record.IdleExpiresAt, session.Record.AbsoluteExpiresAt, session.Now, session.Timestamp);

    public static SessionTimes Of(SessionSummary session, long timestamp) =>
        new(session.IdleExpiresAt, session.AbsoluteExpiresAt, session.Now, timestamp);

    /// <summary>The time left until a deadline; not above zero once it has come.</summary>
    public TimeSpan Until(DateTimeOffset deadline, TimeProvider timeProvider) => deadline - Now - timeProvider.GetElapsedTime(Timestamp);
}
