namespace SecureSessions.Tokens;

/// <summary>Every default of the tokens, in one place.</summary>
public static class SessionTokenDefaults
{
    /// <summary>The scheme of the ticket that a session of a client without cookies keeps.</summary>
    public const string AuthenticationScheme = "SecureSessionToken";

    /// <summary>The prefix of the paths of the endpoints.</summary>
    public const string Path = "/session/tokens";

    /// <summary>The <c>client_id</c> of access tokens for the session of a cookie.</summary>
    public const string BrowserClientId = "browser";

    /// <summary>The <c>client_id</c> of a client that signs in by a scheme of <c>AddSessionTokens()</c>.</summary>
    public const string ClientId = "app";

    /// <summary>A name for the cookie of an access token, where one is used.</summary>
    public const string AccessTokenCookieName = "__Host-at";

    /// <summary>The type of an access token (RFC 9068, 2.1).</summary>
    public const string TokenType = "at+jwt";

    /// <summary>The longest id of a client.</summary>
    /// <value>128 characters.</value>
    public const int MaxClientIdLength = 128;

    /// <summary>The longest name of a client.</summary>
    /// <value>64 characters.</value>
    public const int MaxClientNameLength = 64;

    /// <summary>The longest <see cref="SessionTokenOptions.SigningEpoch"/>.</summary>
    /// <value>32 characters.</value>
    public const int MaxSigningEpochLength = 32;

    /// <summary>How long an access token is good at most.</summary>
    /// <value>15 minutes.</value>
    public static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(15);

    /// <summary>How long a refresh token is good without a refresh.</summary>
    /// <value>7 days.</value>
    public static readonly TimeSpan RefreshIdleTimeout = TimeSpan.FromDays(7);

    /// <summary>How long a client can refresh after its user has signed in.</summary>
    /// <value>30 days.</value>
    public static readonly TimeSpan RefreshAbsoluteTimeout = TimeSpan.FromDays(30);

    /// <summary>How long after a rotation the replaced refresh token gets the same successor.</summary>
    /// <value>1 minute.</value>
    public static readonly TimeSpan RefreshGrace = TimeSpan.FromMinutes(1);

    /// <summary>How far the clocks of the issuer and of an API may differ.</summary>
    /// <value>30 seconds.</value>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>How long an API may remember at most that a session lives.</summary>
    /// <value>1 minute.</value>
    public static readonly TimeSpan LongestSessionCache = TimeSpan.FromMinutes(1);

    /// <summary>How long a key that the nodes make themselves signs, until the next one does.</summary>
    /// <value>30 days.</value>
    public static readonly TimeSpan SigningKeyPeriod = TimeSpan.FromDays(30);

    /// <summary>How long before it signs such a key is published, so that APIs know it by then.</summary>
    /// <value>2 days.</value>
    public static readonly TimeSpan SigningKeyNotice = TimeSpan.FromDays(2);
}
