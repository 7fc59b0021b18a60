namespace SecureSessions.Sample;

/// <summary>Adds the users of the demonstration.</summary>
internal static class DemoUsersExtensions
{
    /// <summary>Adds the users, and what checks their passwords.</summary>
    public static IServiceCollection AddDemoUsers(this IServiceCollection services) =>
        services.AddSingleton<DemoUsers>().AddSingleton<PasswordCheck>();
}
