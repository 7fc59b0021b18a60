using System.Diagnostics;
using System.Globalization;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SecureSessions.Redis.Tests;

[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class ClusterFaultTests(ITestOutputHelper output)
{
    // A replica may lack the last moments of its master, so losses are counted and not forbidden.
    [Fact]
    public async Task A_replica_takes_over_from_a_master_that_is_killed_under_load()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync();
        await using Traffic traffic = await Traffic.StartAsync(cluster.Configuration, output);
        await cluster.WaitUntilInSyncAsync();
        string key = traffic.KeyOf(traffic.Users[0]);
        RedisServer master = await cluster.MasterOfAsync(key);

        await master.KillAsync();
        await cluster.NextMasterOfAsync(key, master);
        await traffic.UntilServedAsync();

        await traffic.EndAsync(mayLose: true);
    }

    [Fact]
    public async Task A_master_that_hangs_is_done_without_and_the_other_shards_notice_nothing()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync("--cluster-require-full-coverage", "no");
        await using Traffic traffic = await Traffic.StartAsync(cluster.Configuration, output, TimeSpan.FromSeconds(10));
        await cluster.WaitUntilInSyncAsync();
        string key = traffic.KeyOf(traffic.Users[0]);
        RedisServer master = await cluster.MasterOfAsync(key);
        List<TrafficUser> elsewhere = await UsersNotOnAsync(master, cluster, traffic);

        long hungAt = Stopwatch.GetTimestamp();
        master.Hang();
        await cluster.NextMasterOfAsync(key, master);
        await traffic.UntilServedAsync();
        output.WriteLine($"after the master hung: {Stopwatch.GetElapsedTime(hungAt).TotalSeconds:0.00} s");
        master.Continue();
        await cluster.WaitUntilInSyncAsync();
        await traffic.UntilServedAsync();

        await traffic.EndAsync(mayLose: true);
        Assert.Equal(0, elsewhere.Sum(static user => user.Refused));
    }

    [Fact]
    public async Task Calls_that_a_master_does_not_answer_leave_room_for_those_to_the_others()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync();
        string prefix = RedisPorts.NewPrefix();
        using RedisPorts ports = await RedisPorts.OpenAsync(
            cluster.Configuration, prefix, static options => options.OperationTimeout = TrafficApp.ShortTimeout);
        SessionId hung = RandomValues.Id();
        RedisServer master = await cluster.MasterOfAsync(KeyOf(hung));
        SessionId other = RandomValues.Id();
        while (await cluster.MasterOfAsync(KeyOf(other)) == master || await SixteenthOfAsync(hung) == await SixteenthOfAsync(other))
            other = RandomValues.Id();
        await PeekAsync(hung);
        await PeekAsync(other);

        master.Hang();
        Task[] waiting = [.. Enumerable.Range(0, RedisClient.MostInFlight + 1)
            .Select(_ => Assert.ThrowsAsync<SecureSessionStoreException>(() => PeekAsync(hung)))];

        Assert.Null(await PeekAsync(other));
        await Task.WhenAll(waiting);

        string KeyOf(SessionId id) => (string)new RedisKeys(prefix).Session(id)!;
        Task<SessionSummary?> PeekAsync(SessionId id) => ports.Store.PeekAsync(id, CancellationToken.None).AsTask();
        async Task<int> SixteenthOfAsync(SessionId id) =>
            int.Parse(await cluster.Nodes[0].ExecuteAsync("CLUSTER", "KEYSLOT", KeyOf(id)), CultureInfo.InvariantCulture) / 1024;
    }

    private static async Task<List<TrafficUser>> UsersNotOnAsync(RedisServer master, RedisCluster cluster, Traffic traffic)
    {
        List<TrafficUser> elsewhere = [];
        foreach (TrafficUser user in traffic.Users)
        {
            if (await cluster.MasterOfAsync(traffic.KeyOf(user)) != master)
                elsewhere.Add(user);
        }

        return elsewhere;
    }
}
