using System.Security.Claims;

namespace SecureSessions.Sample;

/// <summary>Rebuilds the principal of a session after an administrator has changed the user's role (docs/users.md).</summary>
internal sealed class DemoRefresher(DemoUsers users) : IPrincipalRefresher
{
    public ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context) => ValueTask.FromResult(users.Find(context.UserId));
}
