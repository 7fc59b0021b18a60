using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The store of signing keys keeps the contract on a single server.</summary>
public sealed class SingleServerSigningKeyStoreContractTests(SharedServer shared)
    : RedisSigningKeyStoreContract(shared.Server.Configuration), IClassFixture<SharedServer>;
