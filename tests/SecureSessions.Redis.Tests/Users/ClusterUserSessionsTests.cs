using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A user's sessions on a cluster.</summary>
[Collection(SharedCluster.Name)]
public sealed class ClusterUserSessionsTests(SharedCluster shared) : UserSessionsOnTwoNodes(shared.Cluster.Configuration);
