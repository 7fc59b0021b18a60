using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Nodes;

/// <summary>Requests that write one session at the same moment, on one node and on two.</summary>
[Collection(SharedServer.Name)]
public sealed class ParallelWritesOnTwoNodesTests(SharedServer shared)
{
    private readonly string _prefix = RedisPorts.NewPrefix();

    [Fact]
    public async Task Of_fifty_counts_at_once_on_two_nodes_each_one_counts()
    {
        await using SessionHost one = await StartNodeAsync();
        await using SessionHost other = await StartNodeAsync();
        using Browser here = one.NewBrowser();
        await here.GetAsync("/count");
        using Browser there = other.NewBrowser();
        there.Token = here.Token;

        Page[] pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => (i % 2 == 0 ? here : there).GetAsync("/count")));

        Assert.All(pages, static page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.Equal(Enumerable.Range(2, 50), pages.Select(static page => int.Parse(page.Body, CultureInfo.InvariantCulture)).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50_000)]
    public async Task One_hundred_writes_at_once_on_one_node_cost_three_calls_each_at_most_and_none_fails(int size)
    {
        await using SessionHost host = await StartNodeAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync($"/fill/{size}");
        host.Store.ForgetCalls();

        Page[] pages = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => browser.GetAsync($"/set/k{i}/1")));

        Assert.All(pages, static page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.InRange(host.Store.Calls.Count(static call => call != StoreOperation.LeaseDue), 200, 300);
    }

    private Task<SessionHost> StartNodeAsync() => RedisHost.StartAsync(
        shared.Server,
        static options => options.MaxPayloadBytes = 64 * 1024,
        redis => redis.KeyPrefix = _prefix,
        map: static app =>
        {
            app.MapGet("/count", static async (HttpContext context) =>
            {
                int count = await context.GetSecureSession().UpdateInt32Async("n", static n => (n ?? 0) + 1);
                return count;
            });
            app.MapGet("/fill/{size:int}", static (HttpContext context, int size) => context.Session.Set("large", new byte[size]));
        });
}
