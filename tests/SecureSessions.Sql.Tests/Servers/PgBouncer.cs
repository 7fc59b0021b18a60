using System.Globalization;
using Npgsql;
using SecureSessions.TestKit;

namespace SecureSessions.Sql.Tests;

/// <summary>A real PgBouncer in front of a server, which gives a connection of the server to each transaction.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PostgresServer _server;
    private Command? _command;

    private PgBouncer(PostgresServer server) => _server = server;

    public int Port { get; } = LoopbackPorts.Next();

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Port = Port,
        NoResetOnClose = true,
    }.ConnectionString;

    public static Task<PgBouncer> StartAsync(PostgresServer server) => LoopbackPorts.ListenAsync(async () =>
    {
        var bouncer = new PgBouncer(server);
        try
        {
            await bouncer.LaunchAsync();
            return bouncer;
        }
        catch
        {
            await bouncer.DisposeAsync();
            throw;
        }
    });

    public async ValueTask DisposeAsync()
    {
        if (_command is not null)
            await _command.DisposeAsync();
        _folder.Dispose();
    }

    private async Task LaunchAsync()
    {
        string file = Path.Combine(_folder.Path, "pgbouncer.ini");
        await File.WriteAllTextAsync(
            file,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                postgres = host=127.0.0.1 port={_server.Port} user=test
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {Port}
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = 10
                max_client_conn = 300
                """));
        await PostgresPrograms.OwnAsync(_folder.Path);
        Command command = _command = PostgresPrograms.Start(_folder.Path, PostgresPrograms.PgBouncer, file);
        await Poll.UntilAsync(async () => command.HasExited || await AnswersAsync(), "PgBouncer answers");
        if (command.HasExited)
        {
            await command.Exited;
            throw new InvalidOperationException($"PgBouncer ended at its start:\n{command.Output}");
        }
    }

    private async Task<bool> AnswersAsync()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false");
        try
        {
            await using NpgsqlCommand command = source.CreateCommand("SELECT 1");
            return (int?)await command.ExecuteScalarAsync() == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
