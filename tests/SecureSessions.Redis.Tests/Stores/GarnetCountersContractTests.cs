using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The counters of sign-ins keep the contract on Garnet.</summary>
public sealed class GarnetCountersContractTests(SharedGarnet shared)
    : RedisCountersContract(shared.Configuration), IClassFixture<SharedGarnet>;
