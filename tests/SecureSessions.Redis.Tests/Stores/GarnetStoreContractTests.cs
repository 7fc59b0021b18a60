using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The store keeps the contract on Garnet.</summary>
public sealed class GarnetStoreContractTests(SharedGarnet shared)
    : RedisSessionStoreContract(shared.Configuration), IClassFixture<SharedGarnet>;
