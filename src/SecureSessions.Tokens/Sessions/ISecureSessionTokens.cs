using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>Tokens of sessions: for clients without cookies, and for browsers that call another API. It is a singleton.</summary>
/// <remarks>
/// A client without cookies has a session of its own: on the user's lists, in the limit, with deadlines and an end. Its refresh token is
/// the secret of that session. <see cref="ISecureSessionManager"/> ends it as any other.
/// </remarks>
public interface ISecureSessionTokens
{
    /// <summary>Signs a user in to a client without cookies. The app has checked the credentials before.</summary>
    /// <param name="context">The request. If its answer is an error, or is never begun, the session is ended again.</param>
    /// <param name="principal">The user.</param>
    /// <param name="signIn">The client.</param>
    /// <param name="cancellationToken">Checked before the sign-in begins.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="ArgumentException">The client's id, name or audience cannot be.</exception>
    /// <exception cref="InvalidOperationException">The principal has no user id, or no session can have the deadlines.</exception>
    /// <exception cref="SessionLimitException">The user has as many sessions as allowed.</exception>
    /// <exception cref="SessionEndedException">A signal of trouble refused the sign-in.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed; nobody is signed in.</exception>
    Task<SessionTokens> SignInAsync(
        HttpContext context, ClaimsPrincipal principal, SessionTokenSignIn signIn, CancellationToken cancellationToken = default);

    /// <summary>Gives a client new tokens. This is activity of its session, and moves its idle deadline.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refreshToken">What the client has presented.</param>
    /// <param name="clientId">The client, if it has named itself.</param>
    /// <param name="audience">The API that the new access token is for; <see langword="null"/> for the first that the client may
    /// have.</param>
    /// <param name="cancellationToken">Checked before the refresh begins.</param>
    /// <returns>
    /// The tokens, or why there are none. A refresh token that was replaced is good until its successor has been used, or for
    /// <see cref="SessionTokenOptions.RefreshGrace"/>; used later it ends the session.
    /// </returns>
    /// <exception cref="SecureSessionStoreException">The store failed. The refresh token is as good as before.</exception>
    Task<SessionTokenResult> RefreshAsync(
        HttpContext context,
        string refreshToken,
        string? clientId = null,
        string? audience = null,
        CancellationToken cancellationToken = default);

    /// <summary>Issues an access token for the session of the request's cookie. It is no activity of that session.</summary>
    /// <param name="context">The request.</param>
    /// <param name="audience">The API; <see langword="null"/> for the first of the options.</param>
    /// <param name="cancellationToken">Checked before the token is issued.</param>
    /// <returns>The token; <see langword="null"/> if nobody is signed in.</returns>
    /// <exception cref="ArgumentException">The audience is none of the options.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    Task<AccessToken?> CreateAccessTokenAsync(
        HttpContext context, string? audience = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records that the user of a client has authenticated again, and gives new tokens that say so. All tokens before are refused at once,
    /// so a client that never gets this answer has to have its user sign in again.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="refreshToken">What the client has presented.</param>
    /// <param name="methods">The methods of the authentication, such as <c>otp</c> (RFC 8176); at least one.</param>
    /// <param name="level">Its level, such as <c>aal2</c>; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Checked before the step-up begins.</param>
    /// <returns>The tokens, or why there are none.</returns>
    /// <exception cref="ArgumentException">There is no method, or the methods and the level are too long.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the tokens before are still good is unknown.</exception>
    Task<SessionTokenResult> StepUpAsync(
        HttpContext context,
        string refreshToken,
        IEnumerable<string> methods,
        string? level = null,
        CancellationToken cancellationToken = default);

    /// <summary>Signs a client out: ends its session, and with it all its tokens. A token that is not good has no effect.</summary>
    /// <param name="refreshToken">What the client has presented.</param>
    /// <param name="cancellationToken">Checked before the session is ended.</param>
    /// <returns>A task that ends when the session has ended.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the session has ended is unknown.</exception>
    Task RevokeAsync(string refreshToken, CancellationToken cancellationToken = default);
}
