namespace SecureSessions.Tokens;

/// <summary>The tokens of sessions. The options are read once, at start-up, and every error in them is reported then.</summary>
public sealed class SessionTokenOptions
{
    /// <summary>Who issues the tokens: the claim <c>iss</c>, and where the metadata is found (RFC 8414).</summary>
    /// <value>The address of the app, such as <c>https://app.example.com</c>. It must be set.</value>
    public string? Issuer { get; set; }

    /// <summary>
    /// The APIs that access tokens may be for: the claim <c>aud</c>. A token is for one of them, the first unless asked otherwise.
    /// </summary>
    /// <value>Default: none. At least one must be named.</value>
    public IList<string> Audiences { get; } = [];

    /// <summary>How long an access token is good at most. It never outlives a deadline of its session.</summary>
    /// <value>Default: 15 minutes. Between 1 minute and 1 hour.</value>
    /// <remarks>
    /// Security: an API that does not check sessions (<see cref="SessionCheck.SignatureOnly"/>) accepts the token for so long after the
    /// session has ended.
    /// </remarks>
    public TimeSpan AccessTokenLifetime { get; set; } = SessionTokenDefaults.AccessTokenLifetime;

    /// <summary>How long a refresh token is good without a refresh (ASVS 10.4.8). Each refresh moves the deadline.</summary>
    /// <value>Default: 7 days. More than <see cref="AccessTokenLifetime"/>, and at most <see cref="RefreshAbsoluteTimeout"/>.</value>
    /// <remarks><see cref="SecureSessionOptions.LifetimePolicy"/> may change both deadlines for some users.</remarks>
    public TimeSpan RefreshIdleTimeout { get; set; } = SessionTokenDefaults.RefreshIdleTimeout;

    /// <summary>How long a client can refresh after its user has signed in, whatever its activity.</summary>
    /// <value>Default: 30 days. At most 3,650 days.</value>
    public TimeSpan RefreshAbsoluteTimeout { get; set; } = SessionTokenDefaults.RefreshAbsoluteTimeout;

    /// <summary>
    /// How long after a rotation the replaced refresh token gets the same successor: for clients that refresh twice at once, or again
    /// because the answer was lost.
    /// </summary>
    /// <value>Default: 1 minute. Between 1 second and 10 minutes.</value>
    /// <remarks>Security: a thief who refreshes within this time of the owner gets the owner's new token, and is not noticed.</remarks>
    public TimeSpan RefreshGrace { get; set; } = SessionTokenDefaults.RefreshGrace;

    /// <summary>How long a replaced refresh token is good if nobody uses its successor, counted from its rotation.</summary>
    /// <value>
    /// Default: <see langword="null"/>, which means until a successor has been used. Otherwise between <see cref="RefreshGrace"/> and
    /// <see cref="RefreshIdleTimeout"/>.
    /// </value>
    /// <remarks>
    /// Set it where no API checks sessions, so that the use of an access token does not tell that the successor has arrived. A client whose
    /// answer was lost, and which comes again later than this, is logged out.
    /// </remarks>
    public TimeSpan? RefreshRetryWindow { get; set; }

    /// <summary>The keys that sign access tokens. The newest that has begun signs, and all of them are published and verify.</summary>
    /// <value>
    /// Default: none. Then the nodes make a key every <see cref="SessionTokenDefaults.SigningKeyPeriod"/> and keep it in the store, sealed
    /// under <see cref="SecureSessionOptions.StoreKey"/>, where the store has an <see cref="ISigningKeyStore"/>, as the one on Redis has.
    /// With another store a key is drawn at start-up and lives in the process only.
    /// </value>
    public IList<SessionSigningKey> SigningKeys { get; } = [];

    /// <summary>
    /// A word that belongs to the keys that the nodes make themselves. With another word they make other keys at once, and know none of
    /// those before: for a signing key or a <see cref="SecureSessionOptions.StoreKey"/> that has leaked.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>. Otherwise up to <see cref="SessionTokenDefaults.MaxSigningEpochLength"/> of the characters
    /// <c>A-Z a-z 0-9 . _ -</c>, the same on all nodes.
    /// </value>
    /// <remarks>Access tokens of before are refused, and their clients refresh. Nobody is signed out.</remarks>
    public string? SigningEpoch { get; set; }

    /// <summary>The <c>client_id</c> of access tokens for the session of a cookie.</summary>
    /// <value>Default: <c>browser</c>.</value>
    public string BrowserClientId { get; set; } = SessionTokenDefaults.BrowserClientId;

    /// <summary>Adds claims to access tokens, beside those of RFC 9068 and the roles.</summary>
    /// <value>Default: <see langword="null"/>, which adds none: whoever gets a token can read it.</value>
    public Action<AccessTokenContext>? SelectClaims { get; set; }
}
