using System.Security.Claims;

namespace SecureSessions.Tests.Docs.Users;

#region refresher
internal sealed class AccountRefresher(IAccounts accounts) : IPrincipalRefresher
{
    public async ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context) =>
        await accounts.FindPrincipalAsync(context.UserId, context.HttpContext.RequestAborted);   // null ends the session
}
#endregion
