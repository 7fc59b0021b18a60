using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>
/// Access tokens for the session of a cookie. There is no refresh token: the cookie is what the browser gets the next one with.
/// </summary>
internal sealed class CookieAccess(TokenPolicy policy, RequestSessions sessions, AccessTokenIssuer issuer)
{
    /// <returns>The token; <see langword="null"/> if nobody is signed in.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async Task<AccessToken?> CreateAsync(HttpContext context, string? audience)
    {
        string target = policy.SelectAudience(audience, granted: "")
            ?? throw new ArgumentException(
                $"The audience '{audience}' is none of SessionTokenOptions.Audiences. Name one of them, or none for the first.",
                nameof(audience));
        SecureSession session = (await sessions.GetOrLoadAsync(context)).Session;
        if (!session.IsAvailable || session.IsUnreadable)
        {
            throw new SecureSessionStoreException(
                "The session of the request could not be looked up, so that it is not known whether somebody is signed in. Send the "
                + "request again.");
        }

        return session is { UserId: not null, Stored: { } stored } ? await issuer.IssueAsync(context, stored, target, "cookie") : null;
    }
}
