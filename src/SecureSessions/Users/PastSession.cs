namespace SecureSessions;

/// <summary>A session of a user that has ended.</summary>
public sealed record PastSession
{
    /// <summary>The public id.</summary>
    public required SessionId Id { get; init; }

    /// <summary>When the session began. All times here are by the store's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last activity of the session.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the session ended. For a timeout, the deadline that was passed.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Why the session ended.</summary>
    public required SessionEndReason Reason { get; init; }

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
}
