using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace SecureSessions.Redis.LinkCheck;

/// <summary>What an app with a newer client writes.</summary>
internal static class App
{
    public static void OverAText(IServiceCollection services) => services.AddSecureSessions().AddRedisStore("localhost:6379");

    public static void WithOptions(IServiceCollection services) => services.AddSecureSessions().AddRedisStore(static redis =>
    {
        redis.Configuration = "localhost:6379,user=sessions,password=secret";
        redis.KeyPrefix = "shop:";
    });

    public static void OverItsOwnConnection(IServiceCollection services)
    {
        services.AddSingleton<IConnectionMultiplexer>(static _ => ConnectionMultiplexer.Connect("localhost:6379"));
        services.AddSecureSessions().AddRedisStore();
    }
}
