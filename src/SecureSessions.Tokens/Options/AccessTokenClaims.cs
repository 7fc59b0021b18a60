namespace SecureSessions.Tokens;

/// <summary>The names of the claims of an access token.</summary>
internal static class AccessTokenClaims
{
    public const string Issuer = "iss";
    public const string Subject = "sub";
    public const string Audience = "aud";
    public const string ExpiresAt = "exp";
    public const string NotBefore = "nbf";
    public const string IssuedAt = "iat";
    public const string TokenId = "jti";
    public const string ClientId = "client_id";
    public const string SessionId = "sid";
    public const string AuthenticatedAt = "auth_time";
    public const string Level = "acr";
    public const string Methods = "amr";
    public const string Roles = "roles";

    /// <summary>The hash of the secret that the token was issued with, in a session without a cookie.</summary>
    public const string Generation = "gen";

    /// <summary>How often the privileges of the session had changed when the token was issued.</summary>
    public const string PrivilegeChanges = "prv";

    /// <summary>What an app must not set.</summary>
    public static readonly string[] Reserved =
    [
        Issuer, Subject, Audience, ExpiresAt, NotBefore, IssuedAt, TokenId, ClientId, SessionId, AuthenticatedAt, Level, Methods, Roles,
        Generation, PrivilegeChanges,
    ];
}
