namespace SecureSessions;

/// <summary>A session as a page of devices shows it (ASVS 7.5.2).</summary>
/// <param name="Id">Its public id: it ends the session together with the cookie of another session of the same user, and does nothing alone.</param>
/// <param name="Current">Whether it is the one that asks.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastSeenAt">Its last activity.</param>
/// <param name="ExpiresAt">When it ends without activity.</param>
/// <param name="AbsoluteExpiresAt">When it ends whatever happens.</param>
/// <param name="AuthenticatedAt">When its user last authenticated, if known.</param>
/// <param name="Methods">By what (RFC 8176); empty if unknown.</param>
/// <param name="Level">What that is worth, if known.</param>
/// <param name="Device">Browser and system, if known.</param>
/// <param name="Network">The network that it was last used from, if known.</param>
internal sealed record ListedSessionAnswer(
    string Id,
    bool Current,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset AbsoluteExpiresAt,
    DateTimeOffset? AuthenticatedAt,
    IReadOnlyList<string> Methods,
    string? Level,
    string? Device,
    string? Network)
{
    public static ListedSessionAnswer Of(UserSession session) => new(
        session.Id.ToString(),
        session.IsCurrent,
        session.CreatedAt,
        session.LastSeenAt,
        session.ExpiresAt,
        session.AbsoluteExpiresAt,
        session.Authentication?.At,
        session.Authentication?.Methods ?? [],
        session.Authentication?.Level,
        session.Device,
        session.Network);
}
