using Npgsql;
using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PostgresTwoNodesTests(SharedPostgres shared) : TwoNodesTests
{
    protected override string Shown => "Sessions on PostgreSQL at 127.0.0.1";

    // A database of its own: the sample makes its tables where a connection finds them.
    protected override async Task<string> OpenAsync()
    {
        await using NpgsqlCommand command = shared.Source.CreateCommand("CREATE DATABASE nodes");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(shared.Server.ConnectionString) { Database = "nodes", Password = "hunter2" }.ConnectionString;
    }
}
