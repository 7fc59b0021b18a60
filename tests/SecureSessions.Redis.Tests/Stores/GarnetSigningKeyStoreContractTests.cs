using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The store of signing keys keeps the contract on Garnet.</summary>
public sealed class GarnetSigningKeyStoreContractTests(SharedGarnet shared)
    : RedisSigningKeyStoreContract(shared.Configuration), IClassFixture<SharedGarnet>;
