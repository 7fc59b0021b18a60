using System.Security.Claims;

namespace SecureSessions;

/// <summary>
/// Rebuilds the principal of a session whose user's privileges were changed elsewhere (claims refresh). It is registered with
/// <c>AddPrincipalRefresher</c>. The next request of each session that <c>ISecureSessionManager.RequireRefreshAsync</c> has marked calls
/// it before the handler runs.
/// </summary>
public interface IPrincipalRefresher
{
    /// <summary>Rebuilds a principal from the present data of its user.</summary>
    /// <param name="context">The session and its present principal.</param>
    /// <returns>The new principal, of the same user; <see langword="null"/> ends the session.</returns>
    /// <remarks>
    /// <para>
    /// A refresh is not an authentication: how and when the user signed in, the deadlines and the values stay as they are. A principal of
    /// another user ends the session. If the method throws, the exception is logged, the request is answered 503, and the session stays as
    /// it was, so that the next request tries again.
    /// </para>
    /// <para>
    /// Parallel requests of a session each call the method; one of them writes, and the others use its principal. During the call the
    /// request has no session and no user yet: do not sign in or authenticate here.
    /// </para>
    /// </remarks>
    ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context);
}
