using System.Globalization;
using System.Net.Sockets;

namespace SecureSessions.TestKit;

/// <summary>A real Redis server of a test's own: on a free loopback port, in a temporary folder, ended by its disposal.</summary>
public sealed partial class RedisServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RedisServerSettings _settings;
    private Command? _command;
    private bool _isHung;

    private RedisServer(RedisServerSettings settings, Func<int> choosePort)
    {
        _settings = settings;
        Port = choosePort();
        TlsPort = settings.Tls is null ? 0 : choosePort();
    }

    public int Port { get; }

    /// <summary>The port that speaks TLS, if <see cref="RedisServerSettings.Tls"/> is set.</summary>
    public int TlsPort { get; }

    /// <summary>How clients name it, without a password.</summary>
    public string Configuration => $"127.0.0.1:{Port}";

    /// <summary>How clients that speak TLS name it: by the name in its certificate.</summary>
    public string TlsConfiguration => $"localhost:{TlsPort}";

    /// <summary>Whether it runs and does not hang.</summary>
    public bool IsServing => _command is { HasExited: false } && !_isHung;

    private int ProcessId => _command?.ProcessId ?? throw new InvalidOperationException("The server was killed and not restarted.");

    /// <summary>Starts one with further settings, as <c>redis-server</c> takes them, and waits until it answers.</summary>
    public static Task<RedisServer> StartAsync(params string[] arguments) => StartAsync(new RedisServerSettings { Arguments = arguments });

    public static Task<RedisServer> StartAsync(RedisServerSettings settings) => StartAsync(settings, LoopbackPorts.Next);

    internal static Task<RedisServer> StartAsync(RedisServerSettings settings, Func<int> choosePort) =>
        LoopbackPorts.ListenAsync(async () =>
        {
            var server = new RedisServer(settings, choosePort);
            try
            {
                await server.LaunchAsync();
                return server;
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        });

    /// <summary>Ends it as a crash does (SIGKILL); its port and its folder stay its own.</summary>
    public async Task KillAsync()
    {
        if (_command is null)
            return;

        await _command.DisposeAsync();
        _command = null;
    }

    /// <summary>Starts it again, with the same settings, port and folder; kills it first if it still runs.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await LaunchAsync();
    }

    /// <summary>Lets it stand still: connections stay open and new ones are accepted, but nothing is answered.</summary>
    public void Hang()
    {
        ProcessSignal.Stop(ProcessId);
        _isHung = true;
    }

    /// <summary>Ends <see cref="Hang"/>: it goes on with what has arrived meanwhile.</summary>
    public void Continue()
    {
        ProcessSignal.Continue(ProcessId);
        _isHung = false;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private async Task LaunchAsync()
    {
        _isHung = false;
        Command command = _command = RedisProgram.StartServer(
            _folder.Path, _settings.Sentinel is { } sentinel ? SentinelArguments(sentinel) : StoreArguments());
        try
        {
            await Poll.UntilAsync(async () => command.HasExited || await AnswersAsync(), "redis-server answers");
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}\n{command.Output}", exception);
        }

        if (command.HasExited)
        {
            await command.Exited;
            throw new InvalidOperationException($"redis-server ended at its start:\n{command.Output}");
        }
    }

    private string[] StoreArguments() =>
    [
        "--port", Text(Port), "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "",
        // What is dumped can be searched for what must not be in it.
        "--rdbcompression", "no",
        // Not named without need: there are builds of Redis without TLS.
        .. _settings.Tls is null ? Array.Empty<string>() : ["--tls-port", Text(TlsPort)],
        .. _settings.ToArguments(_folder.Path),
    ];

    // A sentinel keeps what it knows in its file, which a restart must not undo.
    private string[] SentinelArguments(IReadOnlyList<string> lines)
    {
        string file = Path.Combine(_folder.Path, "sentinel.conf");
        if (!File.Exists(file))
            File.WriteAllLines(file, [$"port {Text(Port)}", "bind 127.0.0.1", $"dir {_folder.Path}", .. lines]);
        return [file, "--sentinel"];
    }

    // A server that answers on our port may be another's: this one knows its process id.
    private async Task<bool> AnswersAsync()
    {
        try
        {
            string server = await ExecuteAsync("INFO", "server");
            return server.Contains($"process_id:{ProcessId}\r", StringComparison.Ordinal) && await ExecuteAsync("PING") == "PONG";
        }
        catch (Exception exception) when (exception is SocketException or IOException or InvalidOperationException or TimeoutException)
        {
            return false;
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
