using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(SharedCluster.Name)]
public sealed class ClusterUserRaceTests(SharedCluster shared) : UserRaceTests(shared.Cluster.Configuration);
