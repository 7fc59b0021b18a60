using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>Two processes behind nginx are restarted one after the other while users go on: on real Redis.</summary>
public sealed class RollingRestartTests : IAsyncLifetime
{
    private const int AnswersBetween = 40;

    private readonly List<ProxiedNode> _nodes = [];
    private RedisServer _redis = null!;
    private NginxServer _nginx = null!;
    private volatile ProxiedNode? _down;

    [Fact]
    public async Task As_the_page_says_no_request_fails_and_nothing_is_lost()
    {
        await using RestartLoad load = await RestartLoad.StartAsync(NewBrowser);

        foreach (ProxiedNode node in _nodes)
        {
            await load.WaitForAnswersAsync(AnswersBetween);
            _down = node;
            await _nginx.ReloadAsync();
            await node.StopAsync();
            await load.WaitForAnswersAsync(AnswersBetween);
            await node.StartAsync();
            _down = null;
            await _nginx.ReloadAsync();
        }

        await load.WaitForAnswersAsync(AnswersBetween);
        IReadOnlyList<(int Count, int Stored, int Tried)> counts = await load.StopAsync();
        Assert.Empty(load.Failures);
        Assert.All(counts, static count => Assert.Equal((count.Tried, count.Tried), (count.Count, count.Stored)));
        AssertNobodyIsSignedOut(load);
    }

    [Fact]
    public async Task Of_nodes_that_are_stopped_without_a_word_to_nginx_nothing_that_was_stored_is_lost()
    {
        await using RestartLoad load = await RestartLoad.StartAsync(NewBrowser);

        foreach (ProxiedNode node in _nodes)
        {
            await load.WaitForAnswersAsync(AnswersBetween);
            await node.StopAsync();
            await load.WaitForAnswersAsync(AnswersBetween);
            await node.StartAsync();
        }

        await load.WaitForAnswersAsync(AnswersBetween);
        IReadOnlyList<(int Count, int Stored, int Tried)> counts = await load.StopAsync();

        // What nginx cannot avoid: a POST that it had sent to a node which closed the connection in the same moment.
        Assert.All(load.Failures, static failure => Assert.Equal((HttpStatusCode.BadGateway, "POST", ""), failure));
        Assert.All(counts, static count => Assert.InRange(count.Count, count.Stored, count.Tried));
        AssertNobodyIsSignedOut(load);
    }

    [Fact]
    public async Task A_request_that_is_under_way_when_its_node_is_stopped_is_answered_and_what_it_wrote_is_stored()
    {
        using Browser browser = NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        Task<Page> underWay = browser.PostAsync("/add-at-stop/n");
        ProxiedNode? node = null;
        await Poll.UntilAsync(async () => (node = await FindWaitingAsync()) is not null, "the request has reached a node");

        await node!.StopAsync();

        Page answer = await underWay.WaitAsync(Patience.Limit);
        Assert.Equal((HttpStatusCode.OK, "1"), (answer.Status, answer.Body));
        Page after = await browser.GetAsync("/count/n");
        Assert.Equal("1", after.Body);
        Assert.NotEqual(answer.Header(ProxiedApp.NodeHeader), after.Header(ProxiedApp.NodeHeader));
    }

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _nodes.Add(await ProxiedNode.StartAsync("one", _redis));
        _nodes.Add(await ProxiedNode.StartAsync("two", _redis));
        _nginx = await NginxServer.StartAsync(Configure);
    }

    public async Task DisposeAsync()
    {
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        foreach (ProxiedNode node in _nodes)
            await node.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    // Each restart is seen: both nodes have answered, and every answer knew its user.
    private static void AssertNobodyIsSignedOut(RestartLoad load)
    {
        Assert.Equal(["ada"], load.Identities);
        Assert.False(load.HasChangedCookies);
        Assert.Equal(["one", "two"], load.Nodes.Where(static node => node.Length > 0).Order());
    }

    private async Task<ProxiedNode?> FindWaitingAsync()
    {
        foreach (ProxiedNode node in _nodes)
        {
            if (await node.CountWaitingAsync() > 0)
                return node;
        }

        return null;
    }

    private Browser NewBrowser() => new(_nginx.NewClient());

    private string Configure(NginxServer nginx)
    {
        string text = PublishedNginx.For(nginx, [.. _nodes.Select(static node => node.Address)]);
        return _down is { Address.Authority: var down }
            ? PublishedNginx.Replace(text, $"server {down} max_fails=0;", $"server {down} max_fails=0 down;")
            : text;
    }
}
