using System.Reflection;
using System.Runtime.CompilerServices;
using SecureSessions.OpenIdConnect;
using SecureSessions.Redis;
using SecureSessions.Sql;
using SecureSessions.Testing;
using SecureSessions.Tokens;

namespace SecureSessions.Tests.Conventions;

/// <summary>What ships, and the order of its folders: each is a step of the flow.</summary>
internal sealed record Package(Assembly Assembly, string[] Folders)
{
    public static readonly Package Core = new(
        typeof(SecureSessionOptions).Assembly,
        [
            "Primitives",
            "Tokens",
            "Options",
            "Clients",
            "Events",
            "Audit",
            "Cookies",
            "Stores",
            "Sessions",
            "Live",
            "CrossSite",
            "Signals",
            "Attempts",
            "Privileges",
            "Requests", "SignIn", "StepUp", "Authentication", "Antiforgery", "Users", "Identity", "Endpoints", "Setup", "Circuits",
        ]);

    public static readonly Package Redis = new(
        typeof(RedisSessionStoreOptions).Assembly,
        ["Diagnostics", "Scripts", "Options", "Connections", "Stores", "Registration"]);

    public static readonly Package Sql = new(
        typeof(SqlStoreOptions).Assembly, ["Diagnostics", "Options", "Statements", "Connections", "Schema", "Stores", "Registration"]);

    public static readonly Package OpenIdConnect = new(
        typeof(OpenIdConnectSessionOptions).Assembly, ["Primitives", "Diagnostics", "Options", "Logout", "Tokens", "Registration"]);

    public static readonly Package Tokens = new(
        typeof(SessionTokenOptions).Assembly,
        ["Diagnostics", "Options", "Keys", "Access", "Sessions", "Bearer", "Endpoints", "Authentication", "Registration"]);

    public static readonly Package Testing = new(typeof(TestBrowser).Assembly, ["Stores", "Time", "Requests", "Browsers", "Setup"]);

    public static readonly Package[] All = [Core, Redis, Sql, OpenIdConnect, Tokens, Testing];

    public string Name => Assembly.GetName().Name!;

    /// <summary>What its sources declare; not what the compiler adds.</summary>
    public IEnumerable<Type> Types => Assembly.GetTypes().Where(static type =>
        !type.IsNested
        && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        && type.Namespace is "SecureSessions" or "SecureSessions.Redis" or "SecureSessions.Sql" or "SecureSessions.OpenIdConnect" or "SecureSessions.Testing"
            or "SecureSessions.Tokens"
            or "Microsoft.Extensions.DependencyInjection"
            or "Microsoft.AspNetCore.Authentication" or "Microsoft.AspNetCore.Builder" or "Microsoft.AspNetCore.Http"
            or "Microsoft.AspNetCore.Hosting" or "Microsoft.AspNetCore.Mvc.Testing");

    public static Package Named(string name) => All.Single(package => package.Name == name);
}
