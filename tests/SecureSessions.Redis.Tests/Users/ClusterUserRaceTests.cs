using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(Crowds.Name)]
[Trait("Pace", "Crowd")]
public sealed class ClusterUserRaceTests(SharedCluster shared) : UserRaceTests(shared.Cluster.Configuration), IClassFixture<SharedCluster>;
