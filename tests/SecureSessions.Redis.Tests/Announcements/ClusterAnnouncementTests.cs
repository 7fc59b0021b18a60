using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Announcements on a cluster, whose nodes pass them on.</summary>
[Collection(SharedCluster.Name)]
public sealed class ClusterAnnouncementTests(SharedCluster shared) : AnnouncementTests(shared.Cluster.Configuration);
