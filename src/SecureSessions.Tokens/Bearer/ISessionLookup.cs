namespace SecureSessions.Tokens;

/// <summary>Finds out whether the session of an access token lives, and the token is not older than it may be.</summary>
internal interface ISessionLookup
{
    /// <param name="facts">What the token says of its session.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <returns>Whether the token is good.</returns>
    /// <exception cref="SecureSessionStoreException">That could not be found out.</exception>
    ValueTask<bool> IsGoodAsync(AccessTokenFacts facts, string token, CancellationToken cancellationToken);
}
