using System.Security.Claims;

namespace SecureSessions.Benchmarks.Apps;

/// <summary>Has nothing new to say of a user.</summary>
internal sealed class SamePrincipal : IPrincipalRefresher
{
    public ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context) =>
        ValueTask.FromResult<ClaimsPrincipal?>(context.Principal);
}
