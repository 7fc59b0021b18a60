using System.Security.Claims;

namespace SecureSessions;

/// <summary>
/// Rebuilds the principal of a session whose user's privileges were changed elsewhere. Registered with <c>AddPrincipalRefresher</c>; asked, before
/// the handler runs, by the next request of each session that <c>ISecureSessionManager.RequireRefreshAsync</c> has marked.
/// </summary>
public interface IPrincipalRefresher
{
    /// <summary>Rebuilds a principal from what is true of its user now.</summary>
    /// <param name="context">The session, and the principal that it has.</param>
    /// <returns>The new principal, of the same user; <see langword="null"/> ends the session.</returns>
    /// <remarks>
    /// <para>
    /// It is no authentication: how and when the user signed in, the deadlines and the values stay as they are. A principal of another user ends
    /// the session. An exception is logged and answered 503, and leaves the session as it was, so that the next request tries again.
    /// </para>
    /// <para>
    /// Parallel requests of a session each ask; one of them writes, and the others take its principal. At this moment the request has no
    /// session and no user yet: do not sign in or authenticate here.
    /// </para>
    /// </remarks>
    ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context);
}
