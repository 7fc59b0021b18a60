using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The users port keeps the contract on a cluster of three masters and three replicas.</summary>
public sealed class ClusterIndexContractTests(SharedCluster shared)
    : RedisSessionIndexContract(shared.Cluster.Configuration), IClassFixture<SharedCluster>;
