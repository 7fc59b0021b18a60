using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class OwnClusterTests
{
    private const string Key = "session:{a}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replica_takes_the_place_of_a_master_that_is_gone(bool hangs)
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync();
        RedisServer former = await cluster.MasterOfAsync(Key);
        await former.ExecuteAsync("SET", Key, "kept");
        await cluster.WaitUntilInSyncAsync();

        if (hangs)
            former.Hang();
        else
            await former.KillAsync();
        RedisServer next = await cluster.NextMasterOfAsync(Key, former);

        Assert.Equal("kept", await next.ExecuteAsync("GET", Key));
    }

    [Fact]
    public async Task A_master_that_comes_back_follows_its_successor()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync();
        RedisServer former = await cluster.MasterOfAsync(Key);
        await former.KillAsync();
        RedisServer next = await cluster.NextMasterOfAsync(Key, former);

        await former.RestartAsync();
        await cluster.WaitUntilInSyncAsync();

        Assert.StartsWith($"slave\n127.0.0.1\n{next.Port}\n", await former.ExecuteAsync("ROLE"), StringComparison.Ordinal);
    }
}
