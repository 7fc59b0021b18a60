namespace SecureSessions.Tokens;

/// <summary>The endpoints of <c>MapSecureSessionTokens()</c>.</summary>
public sealed class SessionTokensEndpointOptions
{
    /// <summary>The authorization policy of the introspection endpoint (RFC 7662), which has to admit APIs and nobody else.</summary>
    /// <value>Default: <see langword="null"/>, which maps no such endpoint.</value>
    /// <remarks>Security: whoever the policy admits learns of each token that they hold whose it is and whether it is good.</remarks>
    public string? IntrospectionPolicy { get; set; }

    /// <summary>
    /// The cookie in which the endpoint <c>access</c> gives a page its access token, for APIs behind the origin of the app that read it
    /// (<see cref="SessionBearerOptions.AccessTokenCookieName"/>). It is <c>HttpOnly</c>, <c>Secure</c> and <c>SameSite=Strict</c>, and
    /// is kept as long as the token is good, until the user signs out. The answer then holds no token.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>, which means that the answer holds the token. Otherwise a name that begins with <c>__Host-</c>,
    /// such as <see cref="SessionTokenDefaults.AccessTokenCookieName"/>.
    /// </value>
    public string? AccessTokenCookieName { get; set; }
}
