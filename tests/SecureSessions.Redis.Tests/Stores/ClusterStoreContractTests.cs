using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The store keeps the contract on a cluster of three masters and three replicas.</summary>
public sealed class ClusterStoreContractTests(SharedCluster shared)
    : RedisSessionStoreContract(shared.Cluster.Configuration), IClassFixture<SharedCluster>;
