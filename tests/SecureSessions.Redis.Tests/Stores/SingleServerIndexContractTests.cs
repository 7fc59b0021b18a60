using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The users port keeps the contract on a single server.</summary>
[Collection(SharedServer.Name)]
public sealed class SingleServerIndexContractTests(SharedServer shared) : RedisSessionIndexContract(shared.Server.Configuration);
