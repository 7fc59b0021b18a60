using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The users port keeps the contract on a single server.</summary>
public sealed class SingleServerIndexContractTests(SharedServer shared)
    : RedisSessionIndexContract(shared.Server.Configuration), IClassFixture<SharedServer>;
