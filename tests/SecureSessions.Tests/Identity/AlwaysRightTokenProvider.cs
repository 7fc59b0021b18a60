using Microsoft.AspNetCore.Identity;

namespace SecureSessions.Tests.Identity;

/// <summary>A second factor for which 123456 is always right.</summary>
internal sealed class AlwaysRightTokenProvider : IUserTwoFactorTokenProvider<AppUser>
{
    public const string Name = "test";
    public const string Code = "123456";

    public Task<string> GenerateAsync(string purpose, UserManager<AppUser> manager, AppUser user) => Task.FromResult(Code);

    public Task<bool> ValidateAsync(string purpose, string token, UserManager<AppUser> manager, AppUser user) =>
        Task.FromResult(token == Code);

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<AppUser> manager, AppUser user) => Task.FromResult(true);
}
