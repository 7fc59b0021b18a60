using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

/// <summary>Validates security stamps by Identity's own validator, or the app's, as the cookie of Identity does.</summary>
internal static class IdentityStamp
{
    private static readonly CookieAuthenticationOptions Cookie = new();

    /// <summary>Validates the stamp of a principal now.</summary>
    /// <returns>
    /// The principal, rebuilt from the present data of its user; <see langword="null"/> if the user is gone or has another stamp.
    /// </returns>
    public static async ValueTask<ClaimsPrincipal?> ValidateAsync(HttpContext context, ClaimsPrincipal principal)
    {
        // Without a time of issue the validator validates whatever its interval.
        var ticket = new AuthenticationTicket(principal, new AuthenticationProperties(), IdentityConstants.ApplicationScheme);
        var scheme = new AuthenticationScheme(ticket.AuthenticationScheme, displayName: null, typeof(CookieAuthenticationHandler));
        var validation = new CookieValidatePrincipalContext(context, scheme, Cookie, ticket);
        try
        {
            await context.RequestServices.GetRequiredService<ISecurityStampValidator>().ValidateAsync(validation);
        }
        catch (InvalidOperationException) when (validation.Principal is null)
        {
            // The stamp was refused. Identity then deletes its cookies, which an app without their schemes has not: that changes nothing.
        }

        if (validation.Principal is { } rebuilt)
            KeepAuthenticationMethods(principal, rebuilt);
        return validation.Principal;
    }

    // The validator builds a principal that does not say how the user signed in. RefreshSignInAsync keeps these two claims as well.
    private static void KeepAuthenticationMethods(ClaimsPrincipal before, ClaimsPrincipal rebuilt)
    {
        foreach (string type in (string[])[ClaimTypes.AuthenticationMethod, "amr"])
        {
            if (!rebuilt.HasClaim(claim => claim.Type == type))
                rebuilt.Identities.First().AddClaims(before.FindAll(type).Select(static claim => claim.Clone()));
        }
    }
}
