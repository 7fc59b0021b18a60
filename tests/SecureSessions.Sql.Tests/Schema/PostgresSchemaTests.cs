using Npgsql;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PostgresSchemaTests(SharedPostgres shared) : SchemaTests
{
    [Fact]
    public async Task Another_isolation_of_transactions_is_a_weakness()
    {
        TestDatabase database = await OpenAsync();
        string options = ";Options=-c default_transaction_isolation=serializable";
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(shared.Server.ConnectionString + options);

        SchemaState state = await FindAsync(database.Over(source));

        Assert.Null(state.FindFault(new SqlPorts(database).Database.Settings));
        Assert.Contains("\"serializable\"", state.FindWeakness(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_only_read_and_write_rows_is_enough()
    {
        TestDatabase database = await OpenAsync();
        await database.ExecuteAsync(
            $"""
            CREATE ROLE {database.Schema}_app LOGIN;
            GRANT USAGE ON SCHEMA {database.Schema} TO {database.Schema}_app;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {database.Schema} TO {database.Schema}_app
            """);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(shared.Server.ConnectionString) { Username = $"{database.Schema}_app" });
        await using SessionHost host = await SqlHost.StartAsync(database.Over(source));
        Browser browser = host.NewBrowser();

        await browser.GetAsync("/sign-in/ada");
        await browser.GetAsync("/set/a/1");
        await browser.GetAsync("/sign-out");
        await new SqlPurge(new SqlPorts(database.Over(source)).Database).RunAsync(CancellationToken.None);

        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
    }

    protected override Task<TestDatabase> OpenAsync() => TestDatabase.CreateOnPostgresAsync(shared.Source);
}
