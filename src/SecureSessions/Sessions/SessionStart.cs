namespace SecureSessions;

/// <summary>A session that is about to be created. If it has a user, its place on the user's list is reserved.</summary>
/// <param name="Token">The session's token.</param>
/// <param name="UserId">The session's user; <see langword="null"/> for an anonymous session.</param>
/// <param name="CreatedAt">When the session begins, by the store's clock, in whole milliseconds.</param>
/// <param name="IdleTimeout">How long the session lives without activity.</param>
/// <param name="AbsoluteExpiresAt">The absolute deadline, in whole milliseconds.</param>
/// <param name="MaxSessions">How many sessions the user may have, this one included.</param>
internal sealed record SessionStart(
    SessionToken Token,
    string? UserId,
    DateTimeOffset CreatedAt,
    TimeSpan IdleTimeout,
    DateTimeOffset AbsoluteExpiresAt,
    int MaxSessions)
{
    /// <summary>The user's sessions that now exceed the limit, in the order in which they were listed.</summary>
    public IReadOnlyList<SessionId> OverLimit { get; init; } = [];

    public DateTimeOffset ExpiresAt => CreatedAt + IdleTimeout < AbsoluteExpiresAt ? CreatedAt + IdleTimeout : AbsoluteExpiresAt;
}
