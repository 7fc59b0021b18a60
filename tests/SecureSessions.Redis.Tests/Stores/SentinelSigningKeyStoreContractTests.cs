using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The store of signing keys keeps the contract on a master that its sentinels name.</summary>
public sealed class SentinelSigningKeyStoreContractTests(SharedSentinels shared)
    : RedisSigningKeyStoreContract(shared.Configuration), IClassFixture<SharedSentinels>;
