using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace SecureSessions.Tokens;

/// <summary>Meets a requirement of a fresh authentication by what an access token says of it (RFC 9470).</summary>
internal sealed class BearerFreshHandler(AuthenticationLevels levels, TimeProvider timeProvider) : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ClaimsIdentity? token = context.User.Identities.FirstOrDefault(
            static identity => identity.AuthenticationType == AccessTokenValidator.AuthenticationType);
        if (token is null)
            return Task.CompletedTask;

        foreach (FreshAuthenticationRequirement requirement in context.Requirements.OfType<FreshAuthenticationRequirement>())
        {
            if (Meets(token, requirement))
                context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    // While a signal of trouble demands a step-up, a token says nothing of an authentication.
    private bool Meets(ClaimsIdentity token, FreshAuthenticationRequirement requirement) =>
        long.TryParse(
            token.FindFirst(AccessTokenClaims.AuthenticatedAt)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
        && (requirement.MaxAge is not { } age || timeProvider.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) <= age)
        && (requirement.Level is not { } level || levels.Meets(token.FindFirst(AccessTokenClaims.Level)?.Value, level));
}
