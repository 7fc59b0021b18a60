namespace SecureSessions;

/// <summary>A session that is about to be created: listed under its user, if it has one.</summary>
/// <param name="Token">Its token.</param>
/// <param name="UserId">Its user; <see langword="null"/> for an anonymous session.</param>
/// <param name="CreatedAt">When it begins, by the store's clock, in whole milliseconds.</param>
/// <param name="IdleTimeout">How long it may go without activity.</param>
/// <param name="AbsoluteExpiresAt">Its last deadline, in whole milliseconds.</param>
internal sealed record SessionStart(
    SessionToken Token, string? UserId, DateTimeOffset CreatedAt, TimeSpan IdleTimeout, DateTimeOffset AbsoluteExpiresAt)
{
    /// <summary>The sessions of its user that exceed the limit now, the one that was listed first in front.</summary>
    public IReadOnlyList<SessionId> BeyondLimit { get; init; } = [];

    public DateTimeOffset ExpiresAt => CreatedAt + IdleTimeout < AbsoluteExpiresAt ? CreatedAt + IdleTimeout : AbsoluteExpiresAt;
}
