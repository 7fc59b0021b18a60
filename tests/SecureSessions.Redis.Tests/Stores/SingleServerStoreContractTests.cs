using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The store keeps the contract on a single server.</summary>
public sealed class SingleServerStoreContractTests(SharedServer shared)
    : RedisSessionStoreContract(shared.Server.Configuration), IClassFixture<SharedServer>;
