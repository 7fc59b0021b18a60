using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>The ports of a store on Redis, under a key prefix that nobody else has, as an app's services make them.</summary>
/// <remarks>They have <see cref="Patience.StoreTimeout"/>; where a server hangs, a test says how long it wants to wait.</remarks>
internal sealed class RedisPorts : IDisposable
{
    private readonly ServiceProvider _services;

    private RedisPorts(ServiceProvider services) => _services = services;

    public ISecureSessionStore Store => _services.GetRequiredService<ISecureSessionStore>();

    /// <summary>The way that requests take to the store.</summary>
    public StoreGateway Gateway => _services.GetRequiredService<StoreGateway>();

    public ISecureSessionIndex Index => _services.GetRequiredService<ISecureSessionIndex>();

    public ISigningKeyStore SigningKeys => _services.GetRequiredService<ISigningKeyStore>();

    public ISecureSessionCounters Counters => _services.GetRequiredService<ISecureSessionCounters>();

    public ISecureSessionAnnouncements Announcements => _services.GetRequiredService<ISecureSessionAnnouncements>();

    /// <summary>Every line that was logged, at any level.</summary>
    public LogRecorder Logs => _services.GetRequiredService<LogRecorder>();

    public static string NewPrefix() => string.Create(CultureInfo.InvariantCulture, $"test:{RandomValues.Id()}:");

    /// <summary>Opens them, and waits until Redis serves them.</summary>
    public static async Task<RedisPorts> OpenAsync(
        string configuration, string? prefix = null, Action<RedisSessionStoreOptions>? configure = null)
    {
        RedisPorts ports = OpenUnserved(configuration, prefix, configure);
        await ports.WaitUntilServedAsync();
        return ports;
    }

    /// <summary>
    /// Opens a store that keeps what is left of a session for less time than an app may choose, and waits until Redis serves it.
    /// </summary>
    public static async Task<RedisPorts> OpenForgetfulAsync(string configuration, TimeSpan retention)
    {
        var ports = new RedisPorts(ServicesOf(configuration, prefix: null, options => options.EndedSessionRetention = retention)
            .RemoveAll<IValidateOptions<RedisSessionStoreOptions>>()
            .BuildServiceProvider());
        await ports.WaitUntilServedAsync();
        return ports;
    }

    /// <summary>Opens them, whether Redis serves them or not.</summary>
    public static RedisPorts OpenUnserved(
        string configuration, string? prefix = null, Action<RedisSessionStoreOptions>? configure = null) =>
        new(ServicesOf(configuration, prefix, configure).BuildServiceProvider());

    /// <summary>Waits until calls are answered: a connection is opened in the background.</summary>
    public Task WaitUntilServedAsync() => RealStore.WaitUntilServedAsync(Store);

    /// <summary>Lets time pass on Redis' own clock.</summary>
    public Task WaitAsync(TimeSpan duration) => RealStore.WaitAsync(Store, duration);

    public void Dispose() => _services.Dispose();

    private static ServiceCollection ServicesOf(string configuration, string? prefix, Action<RedisSessionStoreOptions>? configure)
    {
        var services = new ServiceCollection();
        var logs = new LogRecorder();
        services.AddSingleton(logs);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddSecureSessions(static options => options.StoreTimeout = Patience.StoreTimeout).AddRedisStore(options =>
        {
            options.Configuration = configuration;
            options.KeyPrefix = prefix ?? NewPrefix();
            configure?.Invoke(options);
        });
        return services;
    }
}
