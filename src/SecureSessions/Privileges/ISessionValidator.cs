namespace SecureSessions;

/// <summary>
/// Checks signed-in sessions when they are loaded, as <c>OnValidatePrincipal</c> of the cookie handler does: keeps the session, replaces
/// its principal or its provider's tokens, or ends it. Registered with <c>AddSessionValidator</c>.
/// </summary>
public interface ISessionValidator
{
    /// <summary>
    /// Whether the session has to be checked now, for example because the last check is too long ago or a token is about to expire.
    /// </summary>
    /// <param name="context">The session. Nothing in it may be changed here.</param>
    /// <returns>
    /// <see langword="true"/> to have <see cref="ValidateAsync"/> called. The method runs at each request of a signed-in user, so it must
    /// be quick and call nobody.
    /// </returns>
    bool IsDue(SessionValidationContext context);

    /// <summary>Checks the session, and changes or rejects its principal by the methods of the context.</summary>
    /// <param name="context">The session.</param>
    /// <returns>A task that ends with the check.</returns>
    /// <remarks>
    /// <para>
    /// Of parallel requests of a session on one node one calls this method. The others wait, and go on with its result: a provider's
    /// refresh token is used once. What the method changed is written by compare-and-set; the session keeps its id, its deadlines and how
    /// its user authenticated. Requests on other nodes may call the method at the same time; one that waits for another node calls
    /// <see cref="SessionValidationContext.ReadAgain"/>.
    /// </para>
    /// <para>
    /// If the method throws, the exception is logged, the request is answered 503, and the session stays as it was, so that the next
    /// request tries again.
    /// </para>
    /// </remarks>
    ValueTask ValidateAsync(SessionValidationContext context);
}
