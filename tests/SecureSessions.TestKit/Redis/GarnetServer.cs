using System.Globalization;
using System.Net.Sockets;

namespace SecureSessions.TestKit;

/// <summary>A real Garnet server of a test's own: another program that speaks as Redis does, a tool of the repository's manifest.</summary>
public sealed class GarnetServer : IAsyncDisposable
{
    private readonly Command _command;
    private readonly int _port = LoopbackPorts.Next();

    private GarnetServer() => _command = Command.Create(
        Repository.Root,
        DotNetCli.Program,
        [
            "tool",
            "run",
            "garnet-server",
            "--",
            "--port",
            _port.ToString(CultureInfo.InvariantCulture),
            "--bind",
            "127.0.0.1",
            "--memory",
            "64m",
            "--index",
            "1m",
            // Scripts, each of them undisturbed by others on its keys.
            "--lua", "true", "--lua-transaction-mode", "true",
        ],
        new Dictionary<string, string>());

    /// <summary>How clients name it.</summary>
    public string Configuration => $"127.0.0.1:{_port}";

    /// <summary>Starts one, and waits until it answers.</summary>
    public static async Task<GarnetServer> StartAsync()
    {
        var server = new GarnetServer();
        try
        {
            server._command.Start();
            await Poll.UntilAsync(async () => server._command.HasExited || await server.AnswersAsync(), "garnet-server answers");
            return server._command.HasExited
                ? throw new InvalidOperationException(
                    $"garnet-server ended at its start; `dotnet tool restore` installs it.\n{server._command.Output}")
                : server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(Patience.Limit);
            await using RespConnection connection = await RespConnection.OpenAsync(_port, password: null, limit.Token);
            return (await connection.ExecuteAsync(["PING"], limit.Token)).Text == "PONG";
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
