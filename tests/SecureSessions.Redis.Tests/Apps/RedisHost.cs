using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>
/// Starts apps whose sessions are on Redis, on the system's clock, with <see cref="Patience.StoreTimeout"/>. Their end is the test's to see
/// to.
/// </summary>
internal static class RedisHost
{
    /// <summary>Starts one, and waits until Redis serves it.</summary>
    public static async Task<SessionHost> StartAsync(
        RedisServer server,
        Action<SecureSessionOptions>? configure = null,
        Action<RedisSessionStoreOptions>? configureRedis = null,
        ServerKind kind = ServerKind.TestServer,
        Action<IServiceCollection>? configureServices = null,
        Action<WebApplication>? map = null)
    {
        SessionHost host = await StartUnservedAsync(server.Configuration, configure, configureRedis, kind, configureServices, map);
        await WaitUntilServedAsync(host);
        return host;
    }

    /// <summary>Starts one, whether Redis serves it or not.</summary>
    public static Task<SessionHost> StartUnservedAsync(
        string configuration,
        Action<SecureSessionOptions>? configure = null,
        Action<RedisSessionStoreOptions>? configureRedis = null,
        ServerKind kind = ServerKind.TestServer,
        Action<IServiceCollection>? configureServices = null,
        Action<WebApplication>? map = null,
        Action<WebApplication>? before = null) => SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = kind,
            TimeProvider = TimeProvider.System,
            Configure = options =>
            {
                options.StoreTimeout = Patience.StoreTimeout;
                configure?.Invoke(options);
            },
            ConfigureSessions = sessions => sessions.AddRedisStore(options =>
            {
                options.Configuration = configuration;
                configureRedis?.Invoke(options);
            }),
            ConfigureServices = configureServices,
            Before = before,
            Map = app =>
            {
                SmallApp.Map(app);
                map?.Invoke(app);
            },
        });

    public static Task WaitUntilServedAsync(SessionHost host) => RealStore.WaitUntilServedAsync(host.Store.Inner);
}
