using System.Globalization;

namespace SecureSessions.TestKit;

/// <summary>A real Redis Cluster of a test's own: three masters, each with a replica or without.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Masters = 3;

    private static readonly string[] NodeArguments =
    [
        "--cluster-enabled", "yes",
        // How long a node may be silent before the others give it up: longer than a busy machine may hold it up.
        "--cluster-node-timeout", "3000",
        // A replica is in sync at once instead of after 5 s.
        "--repl-diskless-sync-delay", "0",
    ];

    private RedisCluster(IReadOnlyList<RedisServer> nodes) => Nodes = nodes;

    /// <summary>All of them, whatever their part and their state.</summary>
    public IReadOnlyList<RedisServer> Nodes { get; }

    /// <summary>How clients name it: all nodes.</summary>
    public string Configuration => string.Join(',', Nodes.Select(static node => node.Configuration));

    private IEnumerable<RedisServer> Serving => Nodes.Where(static node => node.IsServing);

    /// <summary>
    /// Starts one, with further settings for every node, and waits until all slots are served and all replicas are in sync.
    /// </summary>
    public static Task<RedisCluster> StartAsync(params string[] arguments) => StartAsync(replicas: 1, arguments);

    /// <summary>Starts one without replicas, for what the masters alone can do.</summary>
    public static Task<RedisCluster> StartMastersAsync() => StartAsync(replicas: 0, []);

    /// <summary>The node that serves a key, as the first node that answers sees it.</summary>
    public async Task<RedisServer> MasterOfAsync(string key) =>
        await MasterOfAsync(await SlotOfAsync(key), Serving.First())
            ?? throw new InvalidOperationException($"No node serves the slot of {key}.");

    /// <summary>Waits until every node that answers sees another than the former master serve a key; returns it.</summary>
    public async Task<RedisServer> NextMasterOfAsync(string key, RedisServer former)
    {
        int slot = await SlotOfAsync(key);
        await Poll.UntilAsync(
            () => AllAsync(
                Serving,
                async node => await MasterOfAsync(slot, node) is { } master && master != former && await IsOkAsync(node)),
            $"a replica takes the place of {former.Configuration}");
        return await MasterOfAsync(key);
    }

    /// <summary>Waits until all slots are served and every replica has what its master held at this call; also after a restart.</summary>
    public Task WaitUntilInSyncAsync() =>
        Poll.UntilAsync(
            async () => await AllAsync(Serving, IsOkAsync) && await AreReplicasInSyncAsync(), "the cluster is complete and in sync");

    public async ValueTask DisposeAsync()
    {
        foreach (RedisServer node in Nodes)
            await node.DisposeAsync();
    }

    private static async Task<RedisCluster> StartAsync(int replicas, string[] arguments)
    {
        List<RedisServer> nodes = [];
        var cluster = new RedisCluster(nodes);
        try
        {
            for (int i = 0; i < Masters * (1 + replicas); i++)
                nodes.Add(await RedisServer.StartAsync([.. NodeArguments, .. arguments]));
            await cluster.JoinAsync(replicas);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private async Task JoinAsync(int replicas)
    {
        string[] addresses = [.. Nodes.Select(static node => node.Configuration)];
        await RedisProgram.RunCliAsync(
            Path.GetTempPath(),
            ["--cluster", "create", .. addresses, "--cluster-replicas", $"{replicas}", "--cluster-yes"]);
        await WaitUntilInSyncAsync();
    }

    private async Task<int> SlotOfAsync(string key) =>
        int.Parse(await Serving.First().ExecuteAsync("CLUSTER", "KEYSLOT", key), CultureInfo.InvariantCulture);

    private async Task<RedisServer?> MasterOfAsync(int slot, RedisServer asSeenBy)
    {
        ClusterNode[] seen = ClusterNode.ParseAll(await asSeenBy.ExecuteAsync("CLUSTER", "NODES"));
        return seen.FirstOrDefault(node => node.IsMaster && node.Serves(slot)) is { } master
            ? Nodes.Single(node => node.Port == master.Port)
            : null;
    }

    private static async Task<bool> IsOkAsync(RedisServer node) =>
        InfoText.Parse(await node.ExecuteAsync("CLUSTER", "INFO"))["cluster_state"] == "ok";

    private async Task<bool> AreReplicasInSyncAsync()
    {
        // Masters first: a replica has to catch up with what its master held before.
        Dictionary<int, long> written = [];
        foreach (RedisServer node in Serving)
        {
            if (await ReplicationState.OfAsync(node) is { IsMaster: true } master)
                written[node.Port] = master.Offset;
        }

        return written.Count == Masters && await AllAsync(Serving.Where(node => !written.ContainsKey(node.Port)), async node =>
            await ReplicationState.OfAsync(node) is { MasterPort: { } master } replica
            && written.TryGetValue(master, out long offset) && replica.HasReached(master, offset));
    }

    private static async Task<bool> AllAsync(IEnumerable<RedisServer> nodes, Func<RedisServer, Task<bool>> holdsForAsync)
    {
        foreach (RedisServer node in nodes)
        {
            if (!await holdsForAsync(node))
                return false;
        }

        return true;
    }
}
