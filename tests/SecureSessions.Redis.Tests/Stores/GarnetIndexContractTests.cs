using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The users port keeps the contract on Garnet.</summary>
public sealed class GarnetIndexContractTests(SharedGarnet shared)
    : RedisSessionIndexContract(shared.Configuration), IClassFixture<SharedGarnet>;
