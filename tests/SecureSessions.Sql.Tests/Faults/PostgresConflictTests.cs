using Npgsql;
using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>A statement that the database refuses because of another transaction is sent again.</summary>
[Collection(SharedPostgres.Name)]
public sealed class PostgresConflictTests(SharedPostgres shared)
{
    private const int Nodes = 20;

    [Fact]
    public async Task Of_writes_that_could_not_be_serialized_none_is_lost()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(
            shared.Server.ConnectionString + ";Options=-c default_transaction_isolation=repeatable\\ read");
        TestDatabase database = (await shared.OpenAsync(GetType())).Over(source);
        SqlPorts[] nodes = [.. Enumerable.Range(0, Nodes).Select(_ => new SqlPorts(database))];
        NewSession session = await new NewSessions(nodes[0].Store, TimeSpan.FromHours(1), TimeSpan.FromHours(3)).CreateAsync();

        MarkStatus[] marked = await Task.WhenAll(nodes.Select(node => Task.Run(
            async () => await node.Store.MarkAsync(session.Id, reauthenticate: false, CancellationToken.None))));

        Assert.All(marked, static status => Assert.Equal(MarkStatus.Marked, status));
        Assert.Equal(Nodes, (await nodes[0].Store.PeekAsync(session.Id, CancellationToken.None))!.PrivilegeChanges);
    }
}
