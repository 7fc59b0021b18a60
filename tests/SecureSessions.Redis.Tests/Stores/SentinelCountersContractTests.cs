using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The counters of sign-ins keep the contract on a master that its sentinels name.</summary>
public sealed class SentinelCountersContractTests(SharedSentinels shared)
    : RedisCountersContract(shared.Configuration), IClassFixture<SharedSentinels>;
