using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A master, replicas and sentinels for the tests of a class, as its fixture: each under keys of its own, none of them stops a node.</summary>
public sealed class SharedSentinels : IAsyncLifetime
{
    private RedisSentinels? _sentinels;

    public string Configuration => _sentinels!.Configuration;

    public async Task InitializeAsync() => _sentinels = await RedisSentinels.StartAsync(new RedisServerSettings());

    public async Task DisposeAsync()
    {
        if (_sentinels is not null)
            await _sentinels.DisposeAsync();
    }
}
