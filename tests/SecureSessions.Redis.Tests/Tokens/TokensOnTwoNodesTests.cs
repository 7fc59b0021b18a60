using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using SecureSessions.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SecureSessions.Redis.Tests.Tokens;

/// <summary>What ends on one node is refused by the APIs of the other.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class TokensOnTwoNodesTests(TwoTokenNodes nodes, ITestOutputHelper output) : IClassFixture<TwoTokenNodes>
{
    private static readonly TimeSpan ShortCache = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("/session/end/{id}")]
    [InlineData("/session/end-all")]
    [InlineData("/session/end-others")]
    [InlineData("admin")]
    [InlineData("limit")]
    [Trait("Requirement", "TM-1")]
    [Trait("Requirement", "TK-9")]
    public async Task Ended_on_A_a_session_is_refused_by_B_at_the_next_request(string way)
    {
        ClientTokens client = await ClientTokens.SignInAsync(nodes.A);
        Assert.Equal(HttpStatusCode.OK, await client.CallAsync(nodes.B));

        await EndOnAAsync(way, client);

        Assert.Equal(HttpStatusCode.Unauthorized, await client.CallAsync(nodes.B));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.RefreshAsync(nodes.B)).Status);
    }

    [Theory]
    [InlineData("/session/end/{id}")]
    [InlineData("/session/end-all")]
    [InlineData("revoke")]
    [Trait("Requirement", "TM-1")]
    public async Task An_API_that_remembers_sessions_refuses_it_as_soon_as_the_end_is_announced(string way)
    {
        ClientTokens client = await ClientTokens.SignInAsync(nodes.A);
        Assert.Equal(HttpStatusCode.OK, await client.CallAsync(nodes.B, TokenApp.Cached));

        await EndOnAAsync(way, client);
        TimeSpan refused = await UntilRefusedAsync(nodes.B, client);

        output.WriteLine($"refused after {refused.TotalMilliseconds:0.0} ms");
        Assert.InRange(refused, TimeSpan.Zero, Patience.Slack);
    }

    [Fact]
    public async Task An_API_that_remembers_sessions_refuses_it_within_its_time_if_the_end_cannot_be_announced()
    {
        await nodes.Server.ExecuteAsync("ACL", "SETUSER", "mute", "on", ">quiet", "~*", "+@all", "resetchannels");
        await using TokenNode mute = await TokenNode.StartAsync($"{nodes.Server.Configuration},user=mute,password=quiet", nodes.StoreKey);
        await using TokenNode remembers = await TokenNode.StartAsync(
            nodes.Server.Configuration, nodes.StoreKey, "--cache", $"{ShortCache}");
        using HttpClient onMute = mute.NewClient();
        using HttpClient onOther = remembers.NewClient();
        ClientTokens client = await ClientTokens.SignInAsync(onMute);
        Assert.Equal(HttpStatusCode.OK, await client.CallAsync(onOther, TokenApp.Cached));

        Assert.Equal(HttpStatusCode.OK, await client.RevokeAsync(onMute));
        TimeSpan refused = await UntilRefusedAsync(onOther, client);

        output.WriteLine($"refused after {refused.TotalMilliseconds:0.0} ms");
        Assert.InRange(refused, TimeSpan.Zero, ShortCache + Patience.Slack);
    }

    [Fact]
    [Trait("Requirement", "TK-6")]
    public async Task Twenty_refreshes_at_once_over_both_get_one_successor()
    {
        ClientTokens client = await ClientTokens.SignInAsync(nodes.A);

        (HttpStatusCode Status, ClientTokens? Tokens)[] answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => client.RefreshAsync(i % 2 == 0 ? nodes.A : nodes.B)));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers.Select(static answer => answer.Tokens!.Refresh).Distinct());
        foreach ((_, ClientTokens? tokens) in answers)
            Assert.Equal(HttpStatusCode.OK, await tokens!.CallAsync(nodes.B));
    }

    [Fact]
    [Trait("Requirement", "TK-5")]
    public async Task Neither_a_refresh_token_as_a_cookie_nor_a_cookie_as_a_refresh_token_has_an_effect()
    {
        ClientTokens client = await ClientTokens.SignInAsync(nodes.A);
        using Browser browser = nodes.NodeA.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        using Browser thief = nodes.NodeA.NewBrowser();
        byte[] bytes = Base64Url.DecodeFromChars(client.Refresh.AsSpan("srt_".Length));
        thief.Token = Base64Url.EncodeToString([.. Base64Url.DecodeFromChars(client.SessionId), .. bytes[SessionId.Size..]]);

        Assert.Equal("nobody", (await thief.GetAsync("/who")).Body);
        Assert.Equal(
            HttpStatusCode.BadRequest, (await new ClientTokens(client.Access, "srt_" + browser.Token).RefreshAsync(nodes.A)).Status);
        Assert.Equal("ada", (await browser.GetAsync("/who")).Body);
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(nodes.A)).Status);
    }

    [Fact]
    [Trait("Requirement", "TK-5")]
    public async Task A_thief_and_the_owner_on_two_nodes_are_both_logged_out()
    {
        await using TokenNode node = await TokenNode.StartAsync(nodes.Server.Configuration, nodes.StoreKey, "--grace", "00:00:01");
        using HttpClient shortGrace = node.NewClient();
        ClientTokens owner = await ClientTokens.SignInAsync(nodes.A);
        ClientTokens thief = (await owner.RefreshAsync(shortGrace)).Tokens!;
        Assert.Equal(HttpStatusCode.OK, await thief.CallAsync(nodes.A));

        // The grace is counted by the clock of Redis.
        await Poll.UntilAsync(
            async () => (await owner.RefreshAsync(shortGrace)).Status == HttpStatusCode.BadRequest, "the grace is over");

        Assert.Equal(HttpStatusCode.Unauthorized, await thief.CallAsync(nodes.A));
        Assert.Equal(HttpStatusCode.BadRequest, (await thief.RefreshAsync(nodes.B)).Status);
    }

    private static async Task<TimeSpan> UntilRefusedAsync(HttpClient node, ClientTokens client)
    {
        long start = Stopwatch.GetTimestamp();
        await Poll.UntilAsync(
            async () => await client.CallAsync(node, TokenApp.Cached) == HttpStatusCode.Unauthorized, "the API refuses the token");
        return Stopwatch.GetElapsedTime(start);
    }

    private async Task EndOnAAsync(string way, ClientTokens client)
    {
        switch (way)
        {
            case "revoke":
                Assert.Equal(HttpStatusCode.OK, await client.RevokeAsync(nodes.A));
                break;
            case "admin":
                using (HttpResponseMessage ended = await nodes.A.PostAsync(new Uri("/admin/end/ada", UriKind.Relative), content: null))
                    Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
                break;
            case "limit":
                for (int i = 0; i < SecureSessionDefaults.MaxSessionsPerUser; i++)
                    await ClientTokens.SignInAsync(nodes.A);
                break;
            default:
                await EndOnPageAsync(way.Replace("{id}", client.SessionId, StringComparison.Ordinal));
                break;
        }
    }

    private async Task EndOnPageAsync(string page)
    {
        using Browser browser = nodes.NodeA.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        Page answer = await browser.SendAsync(HttpMethod.Post, page, content: null, ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }
}
