using System.Security.Claims;

namespace SecureSessions;

/// <summary>Is told when a sign-in without an authentication gives the present session another principal, before it is stored.</summary>
internal interface IPrincipalChangeHandler
{
    /// <param name="request">The request. Its session has the new principal, which the commit stores.</param>
    /// <param name="before">The principal that the session had.</param>
    /// <param name="after">The new principal, of the same user.</param>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    ValueTask OnChangedAsync(RequestSession request, ClaimsPrincipal before, ClaimsPrincipal after);
}
