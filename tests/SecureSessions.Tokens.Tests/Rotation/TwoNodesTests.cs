using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using SecureSessions.Tokens.Tests.Options;
using Xunit;

namespace SecureSessions.Tokens.Tests.Rotation;

/// <summary>Two nodes of an app with one store.</summary>
public sealed class TwoNodesTests
{
    private static readonly byte[] OldKey = [.. Enumerable.Range(1, 32).Select(static value => (byte)value)];
    private static readonly byte[] NewKey = [.. Enumerable.Range(101, 32).Select(static value => (byte)value)];

    [Fact]
    [Trait("Requirement", "TK-6")]
    public async Task Refreshes_at_once_on_both_get_one_successor()
    {
        SessionSigningKey key = TestKeys.New();
        await using TokenHost one = await StartAsync(key);
        await using TokenHost other = await StartAsync(key, one);
        TokenReply first = await one.SignInAsync();

        TokenReply[] replies = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : other).RefreshAsync(first.Refresh)));

        Assert.All(replies, static reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        Assert.Single(replies.Select(static reply => reply.Refresh).Distinct());
    }

    [Fact]
    public async Task A_session_that_ends_on_one_is_refused_on_the_other_at_the_next_request()
    {
        SessionSigningKey key = TestKeys.New();
        await using TokenHost one = await StartAsync(key);
        await using TokenHost other = await StartAsync(key, one);
        TokenReply reply = await one.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(reply.Access));

        await one.Host.Manager.EndAllAsync("ada");

        Assert.Equal(HttpStatusCode.Unauthorized, await other.StatusAsync(reply.Access));
        Assert.Equal("invalid_grant", (await other.RefreshAsync(reply.Refresh)).Error);
    }

    [Fact]
    public async Task A_client_goes_on_while_one_store_key_replaces_another()
    {
        SessionSigningKey key = TestKeys.New();
        await using TokenHost old = await StartAsync(key, configure: static sessions =>
        {
            sessions.StoreKey = OldKey;
            sessions.AcceptedStoreKeys.Add(NewKey);
        });
        await using TokenHost present = await StartAsync(key, old, static sessions =>
        {
            sessions.StoreKey = NewKey;
            sessions.AcceptedStoreKeys.Add(OldKey);
        });
        TokenReply reply = await old.SignInAsync();
        foreach (TokenHost node in (TokenHost[])[present, old, present])
        {
            old.Clock.Advance(TimeSpan.FromMinutes(15));
            reply = await node.RefreshAsync(reply.Refresh);
            Assert.Equal(HttpStatusCode.OK, await present.StatusAsync(reply.Access));
            Assert.Equal(HttpStatusCode.OK, await old.StatusAsync(reply.Access));
        }

        Assert.Empty(present.Host.Events.Of(SessionEventType.TokenReused));
    }

    private static Task<TokenHost> StartAsync(
        SessionSigningKey key, TokenHost? peer = null, Action<SecureSessionOptions>? configure = null) =>
        TokenHost.StartAsync(new TokenHostSettings
        {
            Peer = peer,
            Sessions = configure,
            Tokens = tokens => tokens.SigningKeys.Add(key),
        });
}
