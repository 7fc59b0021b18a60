using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>A master, replicas and sentinels for the tests of a class, as its fixture.</summary>
public sealed class SharedSentinels() : ServerFixture<RedisSentinels>(static () => RedisSentinels.StartAsync(new RedisServerSettings()))
{
    public string Configuration => Shared.Configuration;
}
