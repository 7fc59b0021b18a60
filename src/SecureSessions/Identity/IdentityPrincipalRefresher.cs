using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace SecureSessions;

/// <summary>Rebuilds the principal of a user of Identity from the present data of the user.</summary>
internal sealed class IdentityPrincipalRefresher : IPrincipalRefresher
{
    public ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context) =>
        IdentityStamp.ValidateAsync(context.HttpContext, context.Principal);
}
