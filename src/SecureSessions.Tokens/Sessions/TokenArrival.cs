namespace SecureSessions.Tokens;

/// <summary>What a refresh token that was presented is.</summary>
/// <param name="Status">The outcome.</param>
internal readonly record struct TokenArrival(TokenArrivalStatus Status)
{
    /// <summary>The token.</summary>
    public SessionToken Presented { get; init; }

    /// <summary>The session with its current secret; present if and only if the token is good.</summary>
    public LoadedSession? Session { get; init; }

    /// <summary>The grant; present if and only if the token is good.</summary>
    public TokenGrant? Grant { get; init; }

    /// <summary>
    /// How the token may be rotated; <see langword="null"/> where it has a successor that it gets again, or was rotated just now itself.
    /// </summary>
    public RenewalMode? Rotation { get; init; }

    /// <summary>How the session ended, if it did.</summary>
    public SessionEnd? End { get; init; }

    /// <summary>The store's time, if the session has ended.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>What the event says: of a reuse, or of a token that belongs to no session.</summary>
    public string? Detail { get; init; }
}
