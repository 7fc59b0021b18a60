namespace SecureSessions.Tokens;

/// <summary>The endpoints of <c>MapSecureSessionTokens()</c>.</summary>
public sealed class SessionTokensEndpointOptions
{
    /// <summary>The authorization policy of the introspection endpoint (RFC 7662), which has to admit APIs and nobody else.</summary>
    /// <value>Default: <see langword="null"/>, which maps no such endpoint.</value>
    /// <remarks>Security: whoever the policy admits learns of each token that they hold whose it is and whether it is good.</remarks>
    public string? IntrospectionPolicy { get; set; }
}
