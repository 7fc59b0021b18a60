using System.Security.Claims;

namespace SecureSessions.Tests.Docs.SignInAttempts;

/// <summary>Stands for what an app has to check passwords with, and for what it does with accounts.</summary>
internal interface IUsers
{
    Task<ClaimsPrincipal?> FindAsync(string email, string password);

    Task DisablePasswordAsync(string email);
}
