namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>
/// An app that keeps all it has on one Redis, by one connection: sessions, a cache, the keys of data protection, and the backplane of a
/// hub.
/// </summary>
internal static class CoexistingProgram
{
    /// <summary>The packages of others that it uses, beside those under test.</summary>
    public static IReadOnlyList<(string Package, string Version)> Others { get; } =
    [
        ("Aspire.StackExchange.Redis", "13.6.5"),
        ("Microsoft.AspNetCore.DataProtection.StackExchangeRedis", "10.0.15"),
        ("Microsoft.AspNetCore.SignalR.StackExchangeRedis", "10.0.15"),
        ("Microsoft.Extensions.Caching.StackExchangeRedis", "10.0.15"),
    ];

    /// <summary>It is told of its Redis by <c>ConnectionStrings:redis</c>.</summary>
    public const string Text = """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.DataProtection;
        using Microsoft.AspNetCore.DataProtection.KeyManagement;
        using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
        using Microsoft.Extensions.Caching.Distributed;
        using Microsoft.Extensions.Caching.StackExchangeRedis;
        using SecureSessions;
        using StackExchange.Redis;

        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.AddRedisClient("redis");
        IServiceCollection services = builder.Services;

        services.AddSecureSessions().AddRedisStore();
        services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();
        services.AddAuthorization();

        services.AddStackExchangeRedisCache(static _ => { });
        services.AddOptions<RedisCacheOptions>().Configure<IConnectionMultiplexer>(
            static (cache, redis) => cache.ConnectionMultiplexerFactory = () => Task.FromResult(redis));

        services.AddDataProtection().SetApplicationName("coexisting");
        services.AddOptions<KeyManagementOptions>().Configure<IConnectionMultiplexer>(
            static (keys, redis) => keys.XmlRepository = new RedisXmlRepository(() => redis.GetDatabase(), "keys"));

        services.AddSignalR().AddStackExchangeRedis();
        services.AddOptions<RedisOptions>().Configure<IConnectionMultiplexer>(
            static (backplane, redis) => backplane.ConnectionFactory = _ => Task.FromResult(redis));

        WebApplication app = builder.Build();
        app.UseSecureSessions();
        app.MapPost("/login", (HttpContext context) => context.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "alice")], "test", "sub", "role"))));
        app.MapGet("/me", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
        app.MapPost("/session/{value}", (string value, HttpContext context) => context.GetSecureSession().SetString("value", value));
        app.MapGet("/session", (HttpContext context) => context.GetSecureSession().GetString("value"));
        app.MapPost("/cache/{value}", (string value, IDistributedCache cache) => cache.SetStringAsync("value", value));
        app.MapGet("/cache", (IDistributedCache cache) => cache.GetStringAsync("value"));
        app.MapGet("/protect/{value}", (string value, IDataProtectionProvider provider) => provider.CreateProtector("test").Protect(value));
        app.MapGet(
            "/unprotect/{value}",
            (string value, IDataProtectionProvider provider) => provider.CreateProtector("test").Unprotect(value));
        app.MapHub<EchoHub>("/hub").RequireAuthorization();
        app.Run();

        internal sealed class EchoHub : Hub
        {
            public string Echo(string text) => text;

            // To the connections of all nodes, by way of the backplane.
            public Task Tell(string text) => Clients.All.SendAsync("Told", $"{Context.User!.Identity!.Name}: {text}");
        }
        """;
}
