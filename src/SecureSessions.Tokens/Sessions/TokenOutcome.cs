namespace SecureSessions.Tokens;

/// <summary>What a client that has presented a refresh token gets: a session whose tokens are its new ones, or a refusal.</summary>
internal readonly record struct TokenOutcome
{
    public static readonly TokenOutcome InvalidGrant = new() { Refusal = SessionTokenResult.InvalidGrant };

    /// <summary>The session, with the secret that the client is to have; present if and only if nothing is refused.</summary>
    public LoadedSession? Session { get; init; }

    /// <summary>Why there is none.</summary>
    public SessionTokenResult? Refusal { get; init; }

    public static TokenOutcome Of(LoadedSession session) => new() { Session = session };
}
