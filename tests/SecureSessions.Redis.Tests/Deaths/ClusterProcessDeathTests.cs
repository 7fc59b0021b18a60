using Xunit;

namespace SecureSessions.Redis.Tests.Deaths;

[Collection(Crowds.Name)]
[Trait("Pace", "Crowd")]
public sealed class ClusterProcessDeathTests(SharedCluster shared) : ProcessDeathTests(
    shared.Cluster.Configuration,
    async pattern =>
    {
        string[] keys = await Task.WhenAll(shared.Cluster.Nodes.Select(node => node.ExecuteAsync("KEYS", pattern)));
        return [.. keys.SelectMany(static some => some.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Distinct()];
    }), IClassFixture<SharedCluster>;
