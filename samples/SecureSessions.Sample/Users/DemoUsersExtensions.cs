using Microsoft.AspNetCore.Identity;

namespace SecureSessions.Sample;

/// <summary>Adds the users of the demonstration.</summary>
internal static class DemoUsersExtensions
{
    // The number of the OWASP Password Storage Cheat Sheet for PBKDF2-HMAC-SHA512.
    private const int Iterations = 210_000;

    /// <summary>Adds the users and the check of their passwords.</summary>
    public static IServiceCollection AddDemoUsers(this IServiceCollection services) =>
        services.Configure<PasswordHasherOptions>(static hashes => hashes.IterationCount = Iterations)
            .AddSingleton<DemoUsers>().AddSingleton<PasswordCheck>();
}
