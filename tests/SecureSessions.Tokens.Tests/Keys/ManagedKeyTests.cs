using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Keys;

/// <summary>Keys that the nodes make themselves.</summary>
[Trait("Requirement", "TK-12")]
public sealed class ManagedKeyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Nodes_that_need_a_key_at_once_have_the_same_one()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync(8);

        TokenReply[] replies = await Task.WhenAll(
            nodes.All.SelectMany(static node => Enumerable.Range(0, 4).Select(i => node.SignInAsync($"u{i}"))));

        Assert.Single(replies.Select(KeyNodes.KeyOf).Distinct());
        Assert.Equal(["681"], nodes.Keys.Kept.Keys);
        foreach (TokenHost node in nodes.All)
            Assert.Equal([KeyNodes.KeyOf(replies[0])], await KeyNodes.PublishedAsync(node));
        Assert.Empty(nodes.First.Host.Logs.Of("tokens_ephemeral_key"));
    }

    [Fact]
    public async Task No_request_fails_while_one_generation_follows_another()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync(2);
        IReadOnlyList<TokenHost> both = nodes.All;
        nodes.MoveTo(KeyNodes.Boundary - TimeSpan.FromDays(3));
        TokenReply reply = await nodes.First.SignInAsync();
        List<string> signedBy = [];
        for (int step = 0; nodes.First.Clock.GetUtcNow() < KeyNodes.Boundary + TimeSpan.FromDays(1); step++)
        {
            TokenHost node = both[step % 2];
            TokenReply next = await node.RefreshAsync(reply.Refresh);
            Assert.Equal(HttpStatusCode.OK, next.Status);
            foreach (TokenHost api in both)
            {
                Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(reply.Access));
                Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(next.Access));
                Assert.Contains(KeyNodes.KeyOf(next), await KeyNodes.PublishedAsync(api));
            }

            reply = next;
            signedBy.Add(KeyNodes.KeyOf(reply));
            nodes.First.Clock.Advance(TimeSpan.FromMinutes(14) + Second);
        }

        Assert.Equal(2, signedBy.Distinct().Count());
        Assert.True(signedBy.SkipWhile(key => key == signedBy[0]).All(key => key == signedBy[^1]));
    }

    [Fact]
    public async Task The_next_key_is_published_two_days_before_it_signs_and_the_last_one_until_its_last_token_is_over()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync(2);
        TokenHost other = nodes.All[1];
        string first = KeyNodes.KeyOf(await nodes.First.SignInAsync());
        nodes.MoveTo(KeyNodes.Boundary - TimeSpan.FromDays(2) - Second);
        Assert.Equal([first], await KeyNodes.PublishedAsync(nodes.First));

        nodes.MoveTo(KeyNodes.Boundary - TimeSpan.FromDays(2));
        string[] published = await KeyNodes.PublishedAsync(nodes.First);
        Assert.Equal((2, first), (published.Length, published[0]));
        Assert.Equal(published, await KeyNodes.PublishedAsync(other));

        nodes.MoveTo(KeyNodes.Boundary - Second);
        TokenReply last = await nodes.First.SignInAsync();
        Assert.Equal(first, KeyNodes.KeyOf(last));
        nodes.MoveTo(KeyNodes.Boundary);
        Assert.Equal(published[1], KeyNodes.KeyOf(await other.SignInAsync()));
        Assert.Equal([published[1], first], await KeyNodes.PublishedAsync(other));
        nodes.MoveTo(KeyNodes.Boundary + TimeSpan.FromMinutes(15) - (2 * Second));
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(last.Access));

        nodes.MoveTo(KeyNodes.Boundary + TimeSpan.FromHours(2));
        Assert.Equal([published[1]], await KeyNodes.PublishedAsync(other));
        Assert.Equal(["682"], nodes.Keys.Kept.Keys);
    }

    [Fact]
    public async Task A_resource_server_that_has_loaded_the_keys_before_accepts_the_tokens_of_the_next_key()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        nodes.MoveTo(KeyNodes.Boundary - TimeSpan.FromHours(12));
        await using ResourceServer api = await ResourceServer.StartAsync(nodes.First, SessionCheck.SignatureOnly);
        TokenReply before = await nodes.First.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(before.Access));

        nodes.MoveTo(KeyNodes.Boundary);
        nodes.Keys.IsDown = true;
        TokenReply after = await nodes.First.SignInAsync();

        Assert.NotEqual(KeyNodes.KeyOf(before), KeyNodes.KeyOf(after));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(after.Access));
    }

    [Fact]
    public async Task A_node_that_starts_after_the_change_verifies_the_tokens_of_before()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        nodes.MoveTo(KeyNodes.Boundary - Second);
        TokenReply before = await nodes.First.SignInAsync();
        nodes.MoveTo(KeyNodes.Boundary + TimeSpan.FromMinutes(10));
        TokenHost late = await nodes.AddAsync();

        Assert.Equal(HttpStatusCode.OK, await late.StatusAsync(before.Access));
    }

    [Fact]
    public async Task A_node_that_slept_over_the_change_looks_before_it_signs()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync(2);
        TokenHost other = nodes.All[1];
        await nodes.First.SignInAsync();
        await other.SignInAsync();
        nodes.MoveTo(KeyNodes.Boundary + TimeSpan.FromDays(40));
        TokenReply reply = await other.SignInAsync("bob");

        Assert.Equal([KeyNodes.KeyOf(reply)], await KeyNodes.PublishedAsync(nodes.First));
        Assert.Equal(["683"], nodes.Keys.Kept.Keys);
    }

    [Fact]
    public async Task A_clock_of_a_node_that_is_wrong_changes_nothing()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        string key = KeyNodes.KeyOf(await nodes.First.SignInAsync());

        nodes.First.Clock.JumpWallClock(TimeSpan.FromDays(400));

        Assert.Equal(key, KeyNodes.KeyOf(await nodes.First.SignInAsync("bob")));
    }

    [Fact]
    public async Task A_store_that_has_lost_its_data_gets_the_same_keys_again()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        TokenReply reply = await nodes.First.SignInAsync();

        nodes.Keys.Lose();
        nodes.First.Clock.Advance(ManagedSigningKeys.LookInterval);
        Assert.Equal(HttpStatusCode.OK, await nodes.First.StatusAsync(reply.Access));
        await Poll.UntilAsync(() => nodes.Keys.Kept.Count == 1, "the node has brought its key");

        TokenHost late = await nodes.AddAsync();
        Assert.Equal(KeyNodes.KeyOf(reply), KeyNodes.KeyOf(await late.SignInAsync("bob")));
    }

    [Fact]
    public async Task Nodes_that_were_given_different_keys_have_the_same_again()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync(2);
        TokenHost other = nodes.All[1];
        string lost = KeyNodes.KeyOf(await nodes.First.SignInAsync());
        nodes.Keys.Lose();
        string kept = KeyNodes.KeyOf(await other.SignInAsync("bob"));
        Assert.NotEqual(lost, kept);

        nodes.First.Clock.Advance(ManagedSigningKeys.LookInterval);

        await Poll.UntilAsync(
            async () => KeyNodes.KeyOf(await nodes.First.SignInAsync("eve")) == kept, "the first node has taken the key that is kept");
    }

    [Fact]
    public async Task A_node_that_had_no_request_for_an_hour_looks_before_it_signs()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync(2);
        string lost = KeyNodes.KeyOf(await nodes.First.SignInAsync());
        nodes.Keys.Lose();
        string kept = KeyNodes.KeyOf(await nodes.All[1].SignInAsync("bob"));

        nodes.First.Clock.Advance(TimeSpan.FromHours(1));

        Assert.NotEqual(lost, kept);
        Assert.Equal(kept, KeyNodes.KeyOf(await nodes.First.SignInAsync("eve")));
    }

    [Fact]
    public async Task Requests_within_five_minutes_ask_for_the_keys_once()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => nodes.First.SignInAsync($"u{i}")));
        Assert.Equal(["681"], nodes.Keys.Calls);

        nodes.First.Clock.Advance(ManagedSigningKeys.LookInterval - Second);
        TokenReply reply = await nodes.First.SignInAsync();
        await nodes.First.StatusAsync(reply.Access);
        await KeyNodes.PublishedAsync(nodes.First);
        Assert.Equal(["681"], nodes.Keys.Calls);
    }
}
