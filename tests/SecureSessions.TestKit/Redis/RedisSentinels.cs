using System.Globalization;

namespace SecureSessions.TestKit;

/// <summary>A real master of a test's own with two replicas, watched by three sentinels.</summary>
public sealed class RedisSentinels : IAsyncDisposable
{
    private const string ServiceName = "sessions";
    private const int Replicas = 2;
    private const int Count = 3;
    private const int Quorum = 2;

    private readonly List<RedisServer> _nodes = [];
    private readonly List<RedisServer> _sentinels = [];
    private readonly string? _password;

    private RedisSentinels(string? password) => _password = password;

    /// <summary>The first master and its replicas, whatever their part and their state.</summary>
    public IReadOnlyList<RedisServer> Nodes => _nodes;

    public IReadOnlyList<RedisServer> Sentinels => _sentinels;

    /// <summary>How clients name it: the sentinels, by which name they know it, and the passwords if there are any.</summary>
    public string Configuration => $"{AddressesOf(_sentinels)},serviceName={ServiceName}{NodePassword}"
        + (_password is null ? "" : $",sentinelPassword={SentinelPassword}");

    /// <summary>How clients name it who do not know of the sentinels: the nodes, the first master first.</summary>
    public string NodesConfiguration => AddressesOf(_nodes) + NodePassword;

    /// <summary>As <see cref="NodesConfiguration"/>, the first master last.</summary>
    public string NodesConfigurationReversed => AddressesOf(_nodes.AsEnumerable().Reverse()) + NodePassword;

    private string NodePassword => _password is null ? "" : $",password={_password}";

    private string? SentinelPassword => _password is null ? null : $"{_password}-of-the-sentinels";

    private IEnumerable<RedisServer> ServingSentinels => _sentinels.Where(static sentinel => sentinel.IsServing);

    /// <summary>
    /// Starts them, every node with further settings, and waits until the sentinels know each other and the replicas are in sync.
    /// </summary>
    public static async Task<RedisSentinels> StartAsync(RedisServerSettings settings)
    {
        var sentinels = new RedisSentinels(settings.Password);
        try
        {
            string[] master = settings.Password is null ? [] : ["--masterauth", settings.Password];
            await sentinels.StartNodesAsync(
                settings with { Arguments = [.. settings.Arguments, "--repl-diskless-sync-delay", "0", .. master] });
            for (int i = 0; i < Count; i++)
            {
                sentinels._sentinels.Add(
                    await RedisServer.StartAsync(
                        new RedisServerSettings { Password = sentinels.SentinelPassword, Sentinel = sentinels.Lines() }));
            }

            await Poll.UntilAsync(sentinels.AreCompleteAsync, "the sentinels know all nodes and each other");
            return sentinels;
        }
        catch
        {
            await sentinels.DisposeAsync();
            throw;
        }
    }

    /// <summary>The node that the sentinels call the master.</summary>
    public async Task<RedisServer> MasterAsync() => NodeAt(await NamedByAsync(ServingSentinels.First()));

    /// <summary>Waits until all sentinels that answer call another than the former the master, and it is that; returns it.</summary>
    public async Task<RedisServer> NextMasterAsync(RedisServer former)
    {
        await UntilAsync(
            async () =>
            {
                HashSet<int> named = [];
                foreach (RedisServer sentinel in ServingSentinels)
                    named.Add(await NamedByAsync(sentinel));
                return named.Count == 1
                    && NodeAt(named.Single()) is var next
                    && next != former
                    && (await ReplicationState.OfAsync(next)).IsMaster;
            },
            $"a replica takes the place of {former.Configuration}");
        return await MasterAsync();
    }

    /// <summary>Waits until every node that answers follows the master, and has what it held at this call.</summary>
    public Task WaitUntilInSyncAsync() => UntilAsync(
        async () =>
        {
            RedisServer master = await MasterAsync();
            ReplicationState written = await ReplicationState.OfAsync(master);
            foreach (RedisServer node in _nodes.Where(node => node.IsServing && node != master))
            {
                if (!(await ReplicationState.OfAsync(node)).HasReached(master.Port, written.Offset))
                    return false;
            }

            return written.IsMaster;
        },
        "every node follows the master");

    public async ValueTask DisposeAsync()
    {
        foreach (RedisServer server in _sentinels.Concat(_nodes))
            await server.DisposeAsync();
    }

    // A node that the sentinels give another part closes its connections.
    private static Task<TimeSpan> UntilAsync(Func<Task<bool>> asksWhether, string what) => Poll.UntilAsync(
        async () =>
        {
            try
            {
                return await asksWhether();
            }
            catch (IOException)
            {
                return false;
            }
        },
        what);

    private async Task StartNodesAsync(RedisServerSettings settings)
    {
        RedisServer master = await RedisServer.StartAsync(settings);
        _nodes.Add(master);
        RedisServerSettings replica = settings with { Arguments = [.. settings.Arguments, "--replicaof", "127.0.0.1", Text(master.Port)] };
        for (int i = 0; i < Replicas; i++)
            _nodes.Add(await RedisServer.StartAsync(replica));
    }

    private string[] Lines() =>
    [
        $"sentinel monitor {ServiceName} 127.0.0.1 {Text(_nodes[0].Port)} {Quorum}",
        // How long a node may be silent before they give it up: longer than a busy machine may hold it up.
        $"sentinel down-after-milliseconds {ServiceName} 3000",
        $"sentinel failover-timeout {ServiceName} 6000",
        .. PasswordLines(),
    ];

    private string[] PasswordLines() => _password is null
        ? []
        :
        [
            $"sentinel auth-pass {ServiceName} {_password}",
            $"requirepass {SentinelPassword}",
            $"sentinel sentinel-pass {SentinelPassword}",
        ];

    private async Task<bool> AreCompleteAsync()
    {
        foreach (RedisServer sentinel in _sentinels)
        {
            string[] facts = (await sentinel.ExecuteAsync("SENTINEL", "MASTER", ServiceName)).Split('\n');
            if (Fact(facts, "num-slaves") != Replicas || Fact(facts, "num-other-sentinels") != Count - 1)
                return false;
        }

        await WaitUntilInSyncAsync();
        return true;
    }

    private static int Fact(string[] facts, string name) => int.Parse(facts[Array.IndexOf(facts, name) + 1], CultureInfo.InvariantCulture);

    private static async Task<int> NamedByAsync(RedisServer sentinel) =>
        int.Parse(
            (await sentinel.ExecuteAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", ServiceName)).Split('\n')[1], CultureInfo.InvariantCulture);

    private static string AddressesOf(IEnumerable<RedisServer> servers) =>
        string.Join(',', servers.Select(static server => server.Configuration));

    private RedisServer NodeAt(int port) => _nodes.Single(node => node.Port == port);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
