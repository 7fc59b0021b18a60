using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The counters of sign-ins keep the contract on a cluster of three masters and three replicas.</summary>
public sealed class ClusterCountersContractTests(SharedCluster shared)
    : RedisCountersContract(shared.Cluster.Configuration), IClassFixture<SharedCluster>;
