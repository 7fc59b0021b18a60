using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(SharedCluster.Name)]
public sealed class SharedClusterTests(SharedCluster shared)
{
    [Fact]
    public async Task A_cluster_has_three_masters_and_three_replicas()
    {
        List<string> parts = [];
        foreach (RedisServer node in shared.Cluster.Nodes)
            parts.Add((await node.ExecuteAsync("ROLE")).Split('\n')[0]);

        Assert.Equal(["master", "master", "master", "slave", "slave", "slave"], parts.Order());
        Assert.Equal(6, shared.Cluster.Configuration.Split(',').Length);
    }

    [Fact]
    public async Task Every_key_has_a_master_that_takes_it()
    {
        HashSet<RedisServer> masters = [];
        foreach (string key in (string[])["a", "b", "c", "d", "e", "f"])
        {
            RedisServer master = await shared.Cluster.MasterOfAsync(key);
            Assert.Equal("OK", await master.ExecuteAsync("SET", key, "1", "PX", "100"));
            masters.Add(master);
        }

        Assert.Equal(3, masters.Count);
    }
}
