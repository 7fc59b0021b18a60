namespace SecureSessions.Tokens;

/// <summary>An API that accepts access tokens of sessions. The options have the name of its scheme.</summary>
public sealed class SessionBearerOptions
{
    /// <summary>
    /// The issuer of the tokens, as <see cref="SessionTokenOptions.Issuer"/> of the app says it. Its keys are loaded from its metadata.
    /// </summary>
    /// <value>Default: <see langword="null"/>, which means this app itself.</value>
    public string? Authority { get; set; }

    /// <summary>Where the metadata of the issuer is.</summary>
    /// <value>
    /// Default: <see langword="null"/>, which means where RFC 8414 puts it: <c>/.well-known/oauth-authorization-server</c>, followed by the
    /// path of the issuer. Not used without <see cref="Authority"/>.
    /// </value>
    public Uri? MetadataAddress { get; set; }

    /// <summary>The name of this API: the claim <c>aud</c>.</summary>
    /// <value>Default: <see langword="null"/>, which means the first of <see cref="SessionTokenOptions.Audiences"/> of this app.</value>
    public string? Audience { get; set; }

    /// <summary>How the API finds out whether the session of a token lives.</summary>
    /// <value>Default: <see cref="SessionCheck.EveryRequest"/>.</value>
    public SessionCheck Check { get; set; } = SessionCheck.EveryRequest;

    /// <summary>
    /// The cookie from which the access token of a request is read, if the request has no header <c>Authorization</c>: for an API behind
    /// the origin of the app (<see cref="SessionTokensEndpointOptions.AccessTokenCookieName"/>). A request that changes something is
    /// answered 403 if another site sent it, by the rules of <see cref="CrossSiteOptions"/>.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>, which means none. Otherwise a name that begins with <c>__Host-</c>, such as
    /// <see cref="SessionTokenDefaults.AccessTokenCookieName"/>. Not with <see cref="SessionCheck.SignatureOnly"/>.
    /// </value>
    public string? AccessTokenCookieName { get; set; }
}
