using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>Hands each call to the class that answers it.</summary>
internal sealed class SecureSessionTokens(
    TokenSignIn signIns, TokenRefresh refreshes, CookieAccess cookieAccess, TokenStepUp stepUps, TokenRevocation revocations)
    : ISecureSessionTokens
{
    public Task<SessionTokens> SignInAsync(
        HttpContext context, ClaimsPrincipal principal, SessionTokenSignIn signIn, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(signIn);
        cancellationToken.ThrowIfCancellationRequested();
        return signIns.SignInAsync(context, principal, signIn);
    }

    public Task<SessionTokenResult> RefreshAsync(
        HttpContext context,
        string refreshToken,
        string? clientId = null,
        string? audience = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(refreshToken);
        cancellationToken.ThrowIfCancellationRequested();
        return refreshes.RefreshAsync(context, refreshToken, clientId, audience);
    }

    public Task<AccessToken?> CreateAccessTokenAsync(
        HttpContext context, string? audience = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        return cookieAccess.CreateAsync(context, audience);
    }

    public Task<SessionTokenResult> StepUpAsync(
        HttpContext context,
        string refreshToken,
        IEnumerable<string> methods,
        string? level = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(refreshToken);
        ArgumentNullException.ThrowIfNull(methods);
        cancellationToken.ThrowIfCancellationRequested();
        return stepUps.StepUpAsync(context, refreshToken, methods, level);
    }

    public Task RevokeAsync(string refreshToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refreshToken);
        cancellationToken.ThrowIfCancellationRequested();
        return revocations.RevokeAsync(refreshToken);
    }
}
