using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The store keeps the contract on a master that its sentinels name.</summary>
public sealed class SentinelStoreContractTests(SharedSentinels shared)
    : RedisSessionStoreContract(shared.Configuration), IClassFixture<SharedSentinels>;
