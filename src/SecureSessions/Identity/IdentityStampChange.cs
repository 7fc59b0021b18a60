using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// Ends the other sessions of a user whose security stamp has changed in a session that is signed in, as by a change of password there:
/// Identity then signs this session in again with the new stamp (<c>RefreshSignInAsync</c>).
/// </summary>
internal sealed class IdentityStampChange(ISecureSessionManager manager, StoreGateway store, IOptions<IdentityOptions> options)
    : IPrincipalChangeHandler
{
    public async ValueTask OnChangedAsync(RequestSession request, ClaimsPrincipal before, ClaimsPrincipal after)
    {
        // A store without a users port cannot find the other sessions: each ends when its stamp is validated.
        string type = options.Value.ClaimsIdentity.SecurityStampClaimType;
        if (store.ListsUsers
            && before.FindFirst(type)?.Value is { } old
            && after.FindFirst(type)?.Value is { } present
            && old != present)
        {
            await manager.EndOthersAsync(request.Session);
        }
    }
}
