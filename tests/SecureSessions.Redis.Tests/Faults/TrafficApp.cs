using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using StackExchange.Redis;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>An app on Kestrel whose sessions are on Redis, each with a counter.</summary>
internal static class TrafficApp
{
    private const string Counter = "counter";

    /// <summary>How long it waits for a server that hangs: longer than one that does not may take on a busy machine.</summary>
    public static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Starts one; without a timeout of its own it has <see cref="Patience.StoreTimeout"/>.</summary>
    public static Task<SessionHost> StartAsync(
        Action<RedisSessionStoreOptions> configure, IConnectionMultiplexer? registered =
            null, TimeSpan? timeout = null) => SessionHost.StartAsync(new SessionHostSettings
            {
                Kind = ServerKind.KestrelHttp1,
                TimeProvider = TimeProvider.System,
                Configure = options => options.StoreTimeout = timeout ?? Patience.StoreTimeout,
                ConfigureSessions = sessions => sessions.AddRedisStore(configure),
                ConfigureServices = services =>
                {
                    if (registered is not null)
                        services.AddSingleton(registered);
                    services.AddHealthChecks().AddSecureSessions();
                    // Lines by the hundred thousand would slow down what is measured.
                    services.Configure<LoggerFilterOptions>(static filter => filter.MinLevel = LogLevel.Warning);
                },
                Map = Map,
            });

    public static async Task<HealthStatus> CheckHealthAsync(SessionHost host) =>
        Assert.Single((await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries).Value.Status;

    public static Task UntilServedAsync(SessionHost host) => Poll.UntilAsync(
        async () => await CheckHealthAsync(host) != HealthStatus.Unhealthy, "Redis serves the app");

    private static void Map(WebApplication app)
    {
        app.MapGet("/plain", static () => "plain");
        app.MapGet("/sign-in/{user}", static (HttpContext context, string user) => context.SignInAsync(SmallApp.PrincipalOf(user)));
        app.MapGet("/sign-out", static (HttpContext context) => context.SignOutAsync());
        app.MapGet("/me", Describe);
        app.MapPost("/add", static (HttpContext context) =>
        {
            context.Session.SetInt32(Counter, (context.Session.GetInt32(Counter) ?? 0) + 1);
            return Describe(context);
        });
    }

    private static string Describe(HttpContext context) => string.Create(
        CultureInfo.InvariantCulture,
        $"{context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody"} {context.Session.GetInt32(Counter) ?? 0}");
}
