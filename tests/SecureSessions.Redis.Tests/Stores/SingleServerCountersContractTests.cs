using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The counters of sign-ins keep the contract on a single server.</summary>
public sealed class SingleServerCountersContractTests(SharedServer shared)
    : RedisCountersContract(shared.Server.Configuration), IClassFixture<SharedServer>;
