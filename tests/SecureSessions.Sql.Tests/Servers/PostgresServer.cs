using System.Globalization;
using Npgsql;
using SecureSessions.TestKit;

namespace SecureSessions.Sql.Tests;

/// <summary>A real PostgreSQL of a test's own: on a free loopback port, in a temporary folder, ended by its disposal.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Owner = "test";

    private readonly TempFolder _folder = new();
    private readonly List<int> _stopped = [];
    private Command? _command;

    private PostgresServer()
    {
    }

    public int Port { get; } = LoopbackPorts.Next();

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username={Owner};Database=postgres;Maximum Pool Size=150;Timeout=60";

    private string Data => Path.Combine(_folder.Path, "data");

    public static Task<PostgresServer> StartAsync() => LoopbackPorts.ListenAsync(async () =>
    {
        var server = new PostgresServer();
        try
        {
            await PostgresPrograms.OwnAsync(server._folder.Path);
            await PostgresPrograms.RunAsync(
                server._folder.Path,
                "initdb", "-D", server.Data, "-U", Owner, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions");
            await server.LaunchAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    });

    /// <summary>Starts a replica of it.</summary>
    public Task<PostgresServer> StartReplicaAsync() => LoopbackPorts.ListenAsync(async () =>
    {
        var replica = new PostgresServer();
        try
        {
            await PostgresPrograms.OwnAsync(replica._folder.Path);
            await PostgresPrograms.RunAsync(
                replica._folder.Path,
                "pg_basebackup", "-D", replica.Data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", Owner,
                "--write-recovery-conf", "--checkpoint=fast", "--no-sync");
            await replica.LaunchAsync();
            return replica;
        }
        catch
        {
            await replica.DisposeAsync();
            throw;
        }
    });

    /// <summary>Makes a replica the primary.</summary>
    public Task PromoteAsync() => PostgresPrograms.RunAsync(_folder.Path, "pg_ctl", "promote", "-D", Data);

    /// <summary>Ends it as a crash does; its port and its folder stay its own.</summary>
    public async Task CrashAsync()
    {
        if (_command is null)
            return;

        if (!_command.HasExited)
        {
            // One that hangs hears of it only when it goes on.
            Continue();
            ProcessSignal.Quit(_command.ProcessId);
            await _command.Exited.WaitAsync(Patience.Limit);
        }

        await _command.DisposeAsync();
        _command = null;
    }

    /// <summary>Starts it again, with the same port and folder; ends it first if it still runs.</summary>
    public async Task RestartAsync()
    {
        await CrashAsync();
        await LaunchAsync();
    }

    /// <summary>Lets it stand still: connections stay open and new ones are accepted, but nothing is answered.</summary>
    public void Hang()
    {
        string first = _command!.ProcessId.ToString(CultureInfo.InvariantCulture);
        string others = File.ReadAllText($"/proc/{first}/task/{first}/children");
        foreach (string id in $"{first} {others}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            _stopped.Add(int.Parse(id, CultureInfo.InvariantCulture));
            ProcessSignal.Stop(_stopped[^1]);
        }
    }

    /// <summary>Ends <see cref="Hang"/>: it goes on with what has arrived meanwhile.</summary>
    public void Continue()
    {
        foreach (int id in _stopped)
            ProcessSignal.Continue(id);

        _stopped.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        _folder.Dispose();
    }

    private async Task LaunchAsync()
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={Port.ToString(CultureInfo.InvariantCulture)}", $"unix_socket_directories={_folder.Path}",
            "max_connections=300", "shared_buffers=32MB",
            // Its data lives no longer than the machine is up.
            "fsync=off", "full_page_writes=off", "autovacuum=off",
        ];
        Command command = _command = PostgresPrograms.Start(
            _folder.Path, "postgres", ["-D", Data, .. settings.SelectMany(static setting => (string[])["-c", setting])]);
        await Poll.UntilAsync(async () => command.HasExited || await AnswersAsync(), "PostgreSQL answers");
        if (command.HasExited)
        {
            await command.Exited;
            throw new InvalidOperationException($"PostgreSQL ended at its start:\n{command.Output}");
        }
    }

    private async Task<bool> AnswersAsync()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false");
        try
        {
            // A server that answers on our port may be another's.
            await using NpgsqlCommand command = source.CreateCommand("SELECT current_setting('data_directory')");
            return (string?)await command.ExecuteScalarAsync() == Data;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
