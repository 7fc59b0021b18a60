using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The store of signing keys keeps the contract on a cluster of three masters and three replicas.</summary>
public sealed class ClusterSigningKeyStoreContractTests(SharedCluster shared)
    : RedisSigningKeyStoreContract(shared.Cluster.Configuration), IClassFixture<SharedCluster>;
