using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The users port keeps the contract on a master that its sentinels name.</summary>
public sealed class SentinelIndexContractTests(SharedSentinels shared)
    : RedisSessionIndexContract(shared.Configuration), IClassFixture<SharedSentinels>;
