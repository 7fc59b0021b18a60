using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>nginx asks two nodes in turn, and nothing sticks: on real Redis.</summary>
public sealed class RoundRobinTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private ProxySite _site = null!;
    private Browser _browser = null!;

    [Fact]
    public async Task One_session_works_on_both_nodes_and_each_reads_what_the_other_wrote()
    {
        var wrote = new List<string>();
        var read = new List<string>();
        for (int i = 1; i <= 5; i++)
        {
            Page written = await _browser.PostAsync("/add/visits");
            Page seen = await _browser.GetAsync("/count/visits");
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, $"{i}"), (written.Status, seen.Status, seen.Body));
            wrote.Add(written.Header(ProxiedApp.NodeHeader));
            read.Add(seen.Header(ProxiedApp.NodeHeader));

            // Each time the other node writes.
            await _browser.GetAsync("/plain");
        }

        Assert.Equal(["one", "two"], wrote.Distinct().Order());
        Assert.All(wrote.Zip(read), static pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public async Task Of_parallel_writes_on_both_nodes_none_is_lost()
    {
        Page[] pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _browser.PostAsync("/add/visits")));

        Assert.All(pages, static page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.Equal(["one", "two"], pages.Select(static page => page.Header(ProxiedApp.NodeHeader)).Distinct().Order());
        Assert.Equal("20", (await _browser.GetAsync("/count/visits")).Body);
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task A_session_that_ends_on_one_node_has_ended_on_both()
    {
        using Browser thief = _browser.Copy();
        await _browser.GetAsync("/sign-out");

        Page[] pages = [await thief.GetAsync("/who"), await thief.GetAsync("/who")];

        Assert.Equal(["nobody", "nobody"], pages.Select(static page => page.Body));
        Assert.Equal(["one", "two"], pages.Select(static page => page.Header(ProxiedApp.NodeHeader)).Order());
    }

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _site = await ProxySite.StartAsync(await ProxiedApp.StartAsync("one", _redis), await ProxiedApp.StartAsync("two", _redis));
        _browser = _site.NewBrowser();
        await _browser.GetAsync("/sign-in/ada");
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _site.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
