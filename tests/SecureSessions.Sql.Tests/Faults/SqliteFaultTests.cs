using System.Data.Common;
using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>What befalls a file.</summary>
public sealed class SqliteFaultTests(SqliteFile file) : IClassFixture<SqliteFile>
{
    [Fact]
    public async Task While_another_process_writes_reads_are_served_and_writes_answered_503()
    {
        TestDatabase database = await file.OpenAsync();
        await using SessionHost host = await SqlHost.StartAsync(
            database, static options => options.StoreTimeout = TimeSpan.FromSeconds(1));
        Browser browser = await SignInAsync(host);

        await using (DbConnection other = await database.Source.OpenConnectionAsync())
        await using (DbTransaction writing = await other.BeginTransactionAsync())
        {
            Assert.Equal("1", (await browser.GetAsync("/get/a")).Body);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/set/a/2")).Status);
        }

        await Poll.UntilAsync(async () => (await browser.GetAsync("/set/a/3")).Status == HttpStatusCode.OK, "the file can be written to");
        await Poll.UntilAsync(async () => (await browser.GetAsync("/get/a")).Body == "3", "what was written is read");
    }

    [Fact]
    public async Task A_file_that_is_full_serves_reads_and_answers_writes_503()
    {
        TestDatabase database = await file.OpenAsync();
        await using SessionHost host = await SqlHost.StartAsync(
            database.Over(new PragmaSource(database.Source, "PRAGMA max_page_count = 1")), static options => options.MaxPayloadBytes = 1 << 20);
        Browser browser = await SignInAsync(host);

        // The first may still go where something was deleted.
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 10; i++)
            answers.Add((await browser.GetAsync($"/set/big{i}/{new string('x', 60_000)}")).Status);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answers[^1]);
        Assert.Equal("1", (await browser.GetAsync("/get/a")).Body);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart_of_the_app()
    {
        TestDatabase database = await file.OpenAsync();
        string? token;
        await using (SessionHost first = await SqlHost.StartAsync(database))
            token = (await SignInAsync(first)).Token;

        await using SessionHost second = await SqlHost.StartAsync(database);
        using Browser browser = second.NewBrowser();
        browser.Token = token;

        Assert.Equal("1", (await browser.GetAsync("/get/a")).Body);
    }

    private static async Task<Browser> SignInAsync(SessionHost host)
    {
        Browser browser = host.NewBrowser();
        await Poll.UntilAsync(
            async () => (await browser.GetAsync("/sign-in/ada")).Status == HttpStatusCode.OK
                && (await browser.GetAsync("/set/a/1")).Status == HttpStatusCode.OK,
            "the user is signed in");
        return browser;
    }
}
