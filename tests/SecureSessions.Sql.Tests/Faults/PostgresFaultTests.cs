using System.Net;
using Npgsql;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>A database that fails is answered 503, and nothing that was acknowledged is lost.</summary>
[Collection(OwnServers.Name)]
public sealed class PostgresFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private PostgresServer _server = null!;
    private NpgsqlDataSource _source = null!;
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _source = NpgsqlDataSource.Create(_server.ConnectionString);
        _database = await TestDatabase.CreateOnPostgresAsync(_source);
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task While_it_is_dead_requests_with_a_session_are_answered_503_and_afterwards_all_is_there()
    {
        await using SessionHost host = await StartAsync();
        Browser browser = await SignInAsync(host);
        Browser signedOut = await SignInAsync(host);
        string? endedToken = signedOut.Token;
        await Poll.UntilAsync(async () => (await signedOut.GetAsync("/sign-out")).Status == HttpStatusCode.OK, "the user is signed out");

        await _server.CrashAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/get/a")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/sign-out")).Status);
        Assert.Equal("none", (await host.NewBrowser().GetAsync("/get/a")).Body);
        Assert.Equal("Unhealthy", (await host.NewBrowser().GetAsync("/readyz")).Body);

        await _server.RestartAsync();
        await UntilServedAsync(browser, "1");
        await Poll.UntilAsync(
            async () =>
            {
                signedOut.Token = endedToken;
                return await signedOut.GetAsync("/who") is { Status: HttpStatusCode.OK, Body: "nobody" };
            },
            "the session that was ended has stayed so");
    }

    [Fact]
    public async Task While_it_hangs_requests_are_given_up_on_and_afterwards_all_is_there()
    {
        await using SessionHost host = await StartAsync();
        Browser browser = await SignInAsync(host);

        _server.Hang();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/get/a")).Status);
        Assert.Equal("none", (await host.NewBrowser().GetAsync("/get/a")).Body);

        _server.Continue();
        await UntilServedAsync(browser, "1");
    }

    [Fact]
    public async Task Connections_that_it_has_closed_cost_no_request_that_reads_its_answer()
    {
        await using SessionHost host = await StartAsync(BePatient);
        Browser browser = await SignInAsync(host);
        for (int i = 0; i < 10; i++)
        {
            await using (NpgsqlDataSource other = NpgsqlDataSource.Create(_server.ConnectionString + ";Pooling=false"))
            {
                await using NpgsqlCommand command = other.CreateCommand(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'test'");
                await command.ExecuteScalarAsync();
            }

            Page page = await browser.GetAsync("/get/a");
            Assert.Equal((HttpStatusCode.OK, "1"), (page.Status, page.Body));
        }
    }

    [Fact]
    public async Task Without_a_free_connection_a_request_is_answered_503_until_there_is_one()
    {
        await using NpgsqlDataSource small = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(_server.ConnectionString) { MaxPoolSize = 1, Timeout = 1 });
        await using SessionHost host = await SqlHost.StartAsync(_database.Over(small), BePatient);
        Browser browser = await SignInAsync(host);

        await using (NpgsqlConnection taken = await small.OpenConnectionAsync())
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/get/a")).Status);

        await UntilServedAsync(browser, "1");
    }

    [Fact]
    public async Task Tables_that_are_gone_are_named_in_the_log_and_not_to_the_client()
    {
        await using SessionHost host = await StartAsync(BePatient);
        Browser browser = await SignInAsync(host);
        await _database.ExecuteAsync($"ALTER TABLE {_database.NameOf("ss_session")} RENAME TO gone");

        Page page = await browser.GetAsync("/get/a");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.DoesNotContain("ss_session", page.Body, StringComparison.Ordinal);
        Assert.Contains(
            host.Logs.Lines,
            static line => line.Exception is SecureSessionStoreException exception
                && exception.Message.Contains("a table of the session store is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_read_only_serves_reads_and_answers_writes_503()
    {
        await using SessionHost host = await StartAsync(BePatient);
        Browser browser = await SignInAsync(host);
        await using NpgsqlDataSource readOnly = NpgsqlDataSource.Create(
            _server.ConnectionString + ";Options=-c default_transaction_read_only=on");
        await using SessionHost other = await SqlHost.StartAsync(_database.Over(readOnly), BePatient);
        using Browser reader = other.NewBrowser();
        reader.Token = browser.Token;

        Assert.Equal("1", (await reader.GetAsync("/get/a")).Body);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await reader.GetAsync("/set/a/2")).Status);
        Assert.Equal("1", (await browser.GetAsync("/get/a")).Body);
    }

    [Fact]
    public async Task A_replica_says_that_it_is_one_and_serves_all_sessions_once_it_is_the_primary()
    {
        await using PostgresServer replica = await _server.StartReplicaAsync();
        await using NpgsqlDataSource onReplica = NpgsqlDataSource.Create(replica.ConnectionString);
        var hosts = new NpgsqlConnectionStringBuilder(_server.ConnectionString)
        {
            Host = $"127.0.0.1:{_server.Port},127.0.0.1:{replica.Port}",
            Timeout = 2,
            HostRecheckSeconds = 1,
        };
        await using NpgsqlMultiHostDataSource both = new NpgsqlDataSourceBuilder(hosts.ConnectionString).BuildMultiHost();
        await using SessionHost host = await SqlHost.StartAsync(
            _database.Over(both.WithTargetSession(TargetSessionAttributes.Primary)), static options => options.StoreTimeout = Timeout);
        Browser browser = await SignInAsync(host);
        await UntilSameAsync(_source, onReplica);
        SchemaState state = await new SchemaCheck(new SqlPorts(_database.Over(onReplica)).Database).FindAsync(CancellationToken.None);
        Assert.True(state.IsReadOnly);
        Assert.StartsWith("The database is a replica", state.FindWeakness(), StringComparison.Ordinal);

        await _server.CrashAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/get/a")).Status);
        await replica.PromoteAsync();

        await UntilServedAsync(browser, "1");
        await Poll.UntilAsync(async () => (await browser.GetAsync("/set/a/2")).Status == HttpStatusCode.OK, "the new primary is written to");
        await UntilServedAsync(browser, "2");
    }

    private static Task<TimeSpan> UntilSameAsync(NpgsqlDataSource primary, NpgsqlDataSource replica) => Poll.UntilAsync(
        async () =>
        {
            await using NpgsqlCommand written = primary.CreateCommand("SELECT pg_current_wal_lsn()::text");
            await using NpgsqlCommand replayed = replica.CreateCommand("SELECT pg_last_wal_replay_lsn() >= @lsn::pg_lsn");
            replayed.Parameters.AddWithValue("lsn", (string)(await written.ExecuteScalarAsync())!);
            return (bool)(await replayed.ExecuteScalarAsync())!;
        },
        "the replica has everything");

    // A busy machine is no database that hangs.
    private static void BePatient(SecureSessionOptions options) => options.StoreTimeout = Patience.StoreTimeout;

    private Task<SessionHost> StartAsync(Action<SecureSessionOptions>? configure = null) =>
        SqlHost.StartAsync(_database, configure ?? (static options => options.StoreTimeout = Timeout));

    private static async Task<Browser> SignInAsync(SessionHost host)
    {
        Browser browser = host.NewBrowser();
        await Poll.UntilAsync(
            async () => (await browser.GetAsync("/sign-in/ada")).Status == HttpStatusCode.OK
                && (await browser.GetAsync("/set/a/1")).Status == HttpStatusCode.OK,
            "the user is signed in");
        return browser;
    }

    private static Task<TimeSpan> UntilServedAsync(Browser browser, string body) => Poll.UntilAsync(
        async () => await browser.GetAsync("/get/a") is { Status: HttpStatusCode.OK } page && page.Body == body, "the app serves again");
}
