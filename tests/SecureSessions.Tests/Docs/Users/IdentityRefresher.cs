using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using SecureSessions.Tests.Authentication.Identity;

namespace SecureSessions.Tests.Docs.Users;

#region identity-refresher
internal sealed class IdentityRefresher(SignInManager<AppUser> signIn) : IPrincipalRefresher
{
    public async ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context)
    {
        if (await signIn.ValidateSecurityStampAsync(context.Principal) is not { } user)
            return null;                                            // password or factors were changed: sign in again

        ClaimsPrincipal principal = await signIn.CreateUserPrincipalAsync(user);
        principal.Identities.First().AddClaims(context.Principal.FindAll("amr"));
        return principal;
    }
}
#endregion
