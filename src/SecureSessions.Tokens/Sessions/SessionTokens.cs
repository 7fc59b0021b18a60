namespace SecureSessions.Tokens;

/// <summary>The two tokens of a client without cookies.</summary>
public sealed class SessionTokens
{
    internal SessionTokens(SessionId sessionId, AccessToken accessToken, string refreshToken)
    {
        SessionId = sessionId;
        AccessToken = accessToken;
        RefreshToken = refreshToken;
    }

    /// <summary>The public id of the session.</summary>
    public SessionId SessionId { get; }

    /// <summary>What the client shows to APIs.</summary>
    public AccessToken AccessToken { get; }

    /// <summary>
    /// What the client gets new tokens with. It is a secret, and belongs into the keychain of the device. The client has to keep the newest
    /// one.
    /// </summary>
    public string RefreshToken { get; }

    internal static SessionTokens Of(LoadedSession session, AccessToken access) =>
        new(session.Record.Id, access, session.Token.ToRefreshToken());

    /// <summary>The public half only: tokens do not belong into logs.</summary>
    /// <returns>A text without a token.</returns>
    public override string ToString() => $"{SessionId} [redacted]";
}
