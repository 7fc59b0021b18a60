namespace SecureSessions;

/// <summary>A session as a page of devices shows it (ASVS 7.5.2).</summary>
/// <param name="Id">The public id. It ends the session only together with the cookie of another session of the same user.</param>
/// <param name="Current">Whether it is the session of the request.</param>
/// <param name="CreatedAt">When the session began.</param>
/// <param name="LastSeenAt">The last activity of the session.</param>
/// <param name="ExpiresAt">When the session ends without activity.</param>
/// <param name="AbsoluteExpiresAt">When the session ends whatever its activity.</param>
/// <param name="AuthenticatedAt">When the user last authenticated, if known.</param>
/// <param name="Methods">The methods of that authentication (RFC 8176); empty if unknown.</param>
/// <param name="Level">The level of that authentication, if known.</param>
/// <param name="Device">Browser and system, if known.</param>
/// <param name="Network">The network that the session was last used from, if known.</param>
/// <param name="Country">The country that this network is in, if the app keeps places and the country is known.</param>
/// <param name="City">The city, on the same conditions.</param>
/// <param name="ClientName">The name of a client without cookies; nothing for a browser.</param>
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
    string? Network,
    string? Country,
    string? City,
    string? ClientName)
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
        session.Network,
        session.Country,
        session.City,
        session.ClientName);
}
