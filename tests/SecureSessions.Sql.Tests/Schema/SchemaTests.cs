using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>What an app says of tables that are not as they should be: at its start, and by its health check.</summary>
public abstract class SchemaTests
{
    [Fact]
    public async Task Without_the_tables_an_app_does_not_start_and_says_how_to_make_them()
    {
        TestDatabase database = await OpenAsync();
        await database.ExecuteAsync($"DROP TABLE {database.NameOf("ss_meta")}");

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => SqlHost.StartAsync(database));

        Assert.StartsWith("The tables of the session store are missing", error.Message, StringComparison.Ordinal);
        Assert.Contains($"SqlSchema.Script(SqlDialect.{database.Dialect}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_older_tables_an_app_does_not_start_and_says_how_to_bring_them_up_to_date()
    {
        TestDatabase database = await OpenAsync();
        await database.ExecuteAsync($"UPDATE {database.NameOf("ss_meta")} SET version = 0");

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => SqlHost.StartAsync(database));

        Assert.Contains("have version 0, and this version of the package needs 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_newer_tables_an_app_works_and_its_health_says_so()
    {
        TestDatabase database = await OpenAsync();
        await database.ExecuteAsync($"UPDATE {database.NameOf("ss_meta")} SET version = 2");
        await using SessionHost host = await SqlHost.StartAsync(database);
        Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");

        Assert.Equal("ada", (await browser.GetAsync("/who")).Body);
        Assert.Equal("Degraded", (await browser.GetAsync("/readyz")).Body);
        Assert.Contains("have version 2, and this node knows 1", Assert.Single(host.Logs.Of("session_sql_weak")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_is_well_the_health_check_says_so()
    {
        await using SessionHost host = await SqlHost.StartAsync(await OpenAsync());

        Assert.Equal("Healthy", (await host.NewBrowser().GetAsync("/readyz")).Body);
    }

    [Fact]
    public async Task The_script_may_be_run_again_and_by_many_at_once()
    {
        TestDatabase database = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => SqlSchema.CreateAsync(database.Source, database.Dialect, database.Schema))));

        Assert.Equal(new SchemaState(1, IsReadOnly: false, IsolationOf(database)), await FindAsync(database));
    }

    /// <summary>Makes tables that only this test has.</summary>
    protected abstract Task<TestDatabase> OpenAsync();

    internal static Task<SchemaState> FindAsync(TestDatabase database) =>
        new SchemaCheck(new SqlPorts(database).Database).FindAsync(CancellationToken.None);

    private static string IsolationOf(TestDatabase database) => database.Dialect == SqlDialect.PostgreSql ? "read committed" : "";
}
