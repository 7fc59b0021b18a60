using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Benchmarks.Apps;

/// <summary>The services of this library on Redis, without an app around them.</summary>
internal static class RedisServices
{
    /// <summary>Waits until Redis is connected, which happens in the background.</summary>
    public static async Task<ServiceProvider> StartAsync(string redis)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSecureSessions(static options => options.StoreTimeout = Patience.StoreTimeout).AddRedisStore(redis);
        ServiceProvider provider = services.BuildServiceProvider();
        await RealStore.WaitUntilServedAsync(provider.GetRequiredService<ISecureSessionStore>());
        return provider;
    }
}
