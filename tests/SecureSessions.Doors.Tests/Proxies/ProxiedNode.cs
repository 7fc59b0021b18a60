using System.Globalization;
using System.Net;
using SecureSessions.TestKit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>A node in a process of its own, which is stopped and started again at the same address.</summary>
internal sealed class ProxiedNode : IAsyncDisposable
{
    private readonly TempFolder _home = new();
    private readonly string[] _arguments;
    private RunningApp? _process;

    private ProxiedNode(string name, RedisServer redis)
    {
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Next()}"));
        _arguments =
        [
            typeof(ProxiedNode).Assembly.Location, "--redis", redis.Configuration, "--node", name, "--urls", Address.ToString(),
        ];
    }

    public Uri Address { get; }

    public static async Task<ProxiedNode> StartAsync(string name, RedisServer redis)
    {
        var node = new ProxiedNode(name, redis);
        try
        {
            await node.StartAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, and waits until its health check says that it is healthy.</summary>
    public async Task StartAsync()
    {
        _process = await RunningApp.StartAsync(_home.Path, DotNetCli.Program, _arguments);
        using HttpClient client = _process.NewClient();
        await Poll.UntilAsync(
            async () => await client.GetStringAsync(new Uri("/healthz", UriKind.Relative)) == "Healthy", "the node is healthy");
    }

    /// <summary>Stops it as an operator does: it finishes what it has begun.</summary>
    public async Task StopAsync()
    {
        await _process!.StopAsync();
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>How many requests wait here for the node to stop.</summary>
    public async Task<int> CountWaitingAsync()
    {
        using HttpClient client = _process!.NewClient();
        return int.Parse(await client.GetStringAsync(new Uri("/waiting", UriKind.Relative)), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _home.Dispose();
    }
}
