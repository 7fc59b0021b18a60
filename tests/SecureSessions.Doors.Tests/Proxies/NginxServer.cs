using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SecureSessions.TestKit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>A real nginx of a test's own: on a free loopback port, with its files in a temporary folder, ended by its disposal.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private const string WorkerHasExited = "exited with code";
    private const int StartAttempts = 10;

    private readonly TempFolder _folder = new();
    private readonly Func<NginxServer, string> _sites;
    private Command? _command;

    private NginxServer(Func<NginxServer, string> sites)
    {
        _sites = sites;
        Port = LoopbackPorts.Next();
        (Certificate, CertificateKey) = TestCertificate.ExportTo(_folder.Path);
    }

    public int Port { get; }

    public string Certificate { get; }

    public string CertificateKey { get; }

    private string Output => _command!.Output;

    /// <summary>Starts one with these sites, which stand within <c>http { }</c>, and waits until it listens.</summary>
    public static async Task<NginxServer> StartAsync(Func<NginxServer, string> sites)
    {
        for (int attempt = 1; ; attempt++)
        {
            var nginx = new NginxServer(sites);
            try
            {
                await nginx.LaunchAsync();
                return nginx;
            }
            catch (Exception exception)
            {
                // Between the choice of a port and its use somebody else may take it.
                bool isPortTaken = exception.Message.Contains("Address already in use", StringComparison.Ordinal);
                await nginx.DisposeAsync();
                if (!isPortTaken || attempt == StartAttempts)
                    throw;
            }
        }
    }

    /// <summary>
    /// Has it read its sites anew, and waits until its former worker has ended: that one has answered all that it had begun.
    /// </summary>
    public async Task ReloadAsync()
    {
        int exited = ExitedWorkers();
        WriteConfiguration();
        ProcessSignal.HangUp(_command!.ProcessId);
        await Poll.UntilAsync(() => ExitedWorkers() > exited || Output.Contains("[emerg]", StringComparison.Ordinal), "nginx reloads");
        if (Output.Contains("[emerg]", StringComparison.Ordinal))
            throw new InvalidOperationException($"nginx refuses its configuration:\n{Output}");
    }

    /// <summary>A client that finds the site at this server, whatever its name, and comes from an address of loopback.</summary>
    public HttpClient NewClient(string from = "127.0.0.1") => new(NewHandler(from))
    {
        BaseAddress = PublishedNginx.Site,
        Timeout = Patience.Limit,
    };

    /// <inheritdoc cref="NewClient"/>
    public SocketsHttpHandler NewHandler(string from = "127.0.0.1")
    {
        SocketsHttpHandler handler = TestCertificate.NewClientHandler();
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
        return handler;
    }

    public async ValueTask DisposeAsync()
    {
        if (_command is not null)
            await _command.DisposeAsync();
        _folder.Dispose();
    }

    private async Task LaunchAsync()
    {
        WriteConfiguration();
        _command = Command.Create(
            _folder.Path,
            FindProgram(),
            ["-c", ConfigurationFile, "-p", _folder.Path, "-e", "stderr"],
            new Dictionary<string, string>());
        try
        {
            _command.Start();
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"nginx cannot be started: {missing.Message}", missing);
        }

        await Poll.UntilAsync(
            () => _command.HasExited || Output.Contains("start worker process ", StringComparison.Ordinal), "nginx starts");
        if (_command.HasExited)
        {
            await _command.Exited;
            throw new InvalidOperationException($"nginx ended at its start:\n{Output}");
        }
    }

    private string ConfigurationFile => Path.Combine(_folder.Path, "nginx.conf");

    private int ExitedWorkers() => Output.Split(WorkerHasExited).Length - 1;

    // One worker, which takes the nodes in turn. As root nginx would give its worker to a user who may not exist.
    private void WriteConfiguration() => File.WriteAllText(ConfigurationFile, string.Create(CultureInfo.InvariantCulture, $$"""
        {{(Environment.IsPrivilegedProcess ? $"user {Environment.UserName};" : "")}}
        daemon off;
        worker_processes 1;
        pid {{_folder.Path}}/nginx.pid;
        error_log stderr notice;
        events { worker_connections 512; }
        http {
            access_log off;
            client_body_temp_path {{_folder.Path}}/body;
            proxy_temp_path {{_folder.Path}}/proxy;
            fastcgi_temp_path {{_folder.Path}}/fastcgi;
            uwsgi_temp_path {{_folder.Path}}/uwsgi;
            scgi_temp_path {{_folder.Path}}/scgi;
            {{_sites(this)}}
        }
        """));

    // A user's PATH may lack the folders of servers.
    private static string FindProgram() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(["/usr/sbin", "/usr/local/sbin"])
            .Where(static folder => folder.Length > 0)
            .Select(static folder => Path.Combine(folder, "nginx"))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException(
            "nginx is neither on the PATH nor in /usr/sbin. `apt-get install nginx` installs it; `bash tests/run.sh` does so by itself "
            + "where it may.");
}
