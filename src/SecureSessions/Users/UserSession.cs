namespace SecureSessions;

/// <summary>
/// A living session of a user, as a page of devices shows it. Nothing in it is secret: no property lets anybody use the session.
/// </summary>
public sealed record UserSession
{
    /// <summary>The public id: what <see cref="ISecureSessionManager.EndAsync"/> takes.</summary>
    public required SessionId Id { get; init; }

    /// <summary>When the session began. All times here are by the store's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last activity of the session.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the session ends without activity. Never after <see cref="AbsoluteExpiresAt"/>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the session ends whatever its activity.</summary>
    public required DateTimeOffset AbsoluteExpiresAt { get; init; }

    /// <summary>When and how the user last authenticated; <see langword="null"/> if unknown.</summary>
    public SessionAuthentication? Authentication { get; init; }

    /// <summary>Browser and system, such as <c>Firefox on Windows</c>; <see langword="null"/> if unknown.</summary>
    public string? Device { get; init; }

    /// <summary>The network that the session was last used from, <c>/24</c> or <c>/48</c>; <see langword="null"/> if unknown.</summary>
    public string? Network { get; init; }

    /// <summary>
    /// The country that this network is in; <see langword="null"/> unless <see cref="SecureSessionOptions.KeepPlace"/> is set and the
    /// country is known.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>The city, on the same conditions as <see cref="Country"/>.</summary>
    public string? City { get; init; }

    /// <summary>
    /// The name of the client that has the session without a cookie, as its sign-in for tokens gave it; <see langword="null"/> for a
    /// browser.
    /// </summary>
    public string? ClientName { get; init; }

    /// <summary>
    /// Whether the user asked to be remembered at the sign-in ("remember me"), so that the session lives longer than others.
    /// </summary>
    public bool IsRemembered { get; init; }

    /// <summary>
    /// The session at the identity provider that the user signed in from: the claim <c>sid</c>; <see langword="null"/> if there is none.
    /// </summary>
    public string? ProviderSessionId { get; init; }

    /// <summary>Whether this is the session of the request.</summary>
    public bool IsCurrent { get; init; }
}
