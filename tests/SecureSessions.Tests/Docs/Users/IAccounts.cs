using System.Security.Claims;

namespace SecureSessions.Tests.Docs.Users;

/// <summary>A reader's own accounts.</summary>
internal interface IAccounts
{
    Task ChangePasswordAsync(string? userId, string password);

    Task BarAsync(string userId);

    Task SetRoleAsync(string userId, string role);

    /// <summary>What is true of the user now; nothing if the account is barred.</summary>
    Task<ClaimsPrincipal?> FindPrincipalAsync(string userId, CancellationToken cancellationToken);
}
