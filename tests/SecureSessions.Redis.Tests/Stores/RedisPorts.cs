using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>The ports of a store on Redis, under a key prefix that nobody else has, as an app's services make them.</summary>
internal sealed class RedisPorts : IDisposable
{
    private readonly ServiceProvider _services;

    private RedisPorts(ServiceProvider services) => _services = services;

    public ISecureSessionStore Store => _services.GetRequiredService<ISecureSessionStore>();

    public ISecureSessionIndex Index => _services.GetRequiredService<ISecureSessionIndex>();

    public ISecureSessionAnnouncements Announcements => _services.GetRequiredService<ISecureSessionAnnouncements>();

    public static string NewPrefix() => string.Create(CultureInfo.InvariantCulture, $"test:{RandomValues.Id()}:");

    public static async Task<RedisPorts> OpenAsync(string configuration, string? prefix = null, Action<RedisSessionStoreOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSecureSessions().AddRedisStore(options =>
        {
            options.Configuration = configuration;
            options.KeyPrefix = prefix ?? NewPrefix();
            configure?.Invoke(options);
        });
        var ports = new RedisPorts(services.BuildServiceProvider());
        await ports.WaitUntilServedAsync();
        return ports;
    }

    /// <summary>Waits until calls are answered: a connection is opened in the background.</summary>
    public Task WaitUntilServedAsync() => Poll.UntilAsync(
        async () =>
        {
            try
            {
                await Store.GetTimeAsync(CancellationToken.None);
                return true;
            }
            catch (SecureSessionStoreException)
            {
                return false;
            }
        },
        TimeSpan.FromSeconds(10),
        "Redis serves the store");

    /// <summary>Lets time pass on Redis' own clock.</summary>
    public async Task WaitAsync(TimeSpan duration)
    {
        DateTimeOffset end = await Store.GetTimeAsync(CancellationToken.None) + duration;
        await Task.Delay(duration);
        await Poll.UntilAsync(async () => await Store.GetTimeAsync(CancellationToken.None) >= end, TimeSpan.FromSeconds(10), "the time has passed");
    }

    public void Dispose() => _services.Dispose();
}
