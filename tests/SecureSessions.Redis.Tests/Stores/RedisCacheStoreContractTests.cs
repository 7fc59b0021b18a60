using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Within one process the store over the framework's cache on Redis keeps the contract. It goes by this process' clock.</summary>
public sealed class RedisCacheStoreContractTests(SharedServer shared) : SessionStoreContract, IClassFixture<SharedServer>
{
    private readonly ManualTimeProvider _clock = new();
    private ServiceProvider? _services;

    public override async Task DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
    }

    protected override ValueTask<ISecureSessionStore> CreateStoreAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddStackExchangeRedisCache(
            options => options.Configuration = $"{shared.Server.Configuration},asyncTimeout={Patience.StoreTimeout.TotalMilliseconds}");
        services.AddSecureSessions().AddDistributedCacheStore(static options => options.KeyPrefix = RedisPorts.NewPrefix());
        _services = services.BuildServiceProvider();
        Assert.Equal("RedisCacheImpl", _services.GetRequiredService<IDistributedCache>().GetType().Name);
        return ValueTask.FromResult(_services.GetRequiredService<ISecureSessionStore>());
    }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}
