using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Keys;

/// <summary>Keys that the nodes make themselves, on a real Redis server.</summary>
[Trait("Requirement", "TK-12")]
public sealed class KeysOnRedisTests : IAsyncLifetime
{
    private RedisServer _server = null!;

    public async Task InitializeAsync() => _server = await RedisServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Eight_nodes_that_need_a_key_at_once_have_the_same_one()
    {
        await using var nodes = new Nodes(_server);
        for (int i = 0; i < 8; i++)
            await nodes.AddAsync();

        TokenReply[] replies = await Task.WhenAll(
            nodes.All.SelectMany(static node => Enumerable.Range(0, 4).Select(i => node.SignInAsync($"u{i}"))));

        Assert.Single(replies.Select(KeyNodes.KeyOf).Distinct());
        foreach (TokenHost node in nodes.All)
            Assert.Equal(HttpStatusCode.OK, await node.StatusAsync(replies[0].Access));
        await AssertKeptAsync();
    }

    [Fact]
    public async Task A_node_that_starts_later_accepts_the_tokens_of_before_and_signs_with_the_same_key()
    {
        await using var nodes = new Nodes(_server);
        TokenReply before = await (await nodes.AddAsync()).SignInAsync();

        TokenHost late = await nodes.AddAsync();

        Assert.Equal(HttpStatusCode.OK, await late.StatusAsync(before.Access));
        Assert.Equal(KeyNodes.KeyOf(before), KeyNodes.KeyOf(await late.RefreshAsync(before.Refresh)));
    }

    [Fact]
    public async Task While_Redis_is_down_the_known_keys_are_published_and_nobody_is_told_that_his_token_is_bad()
    {
        await using var nodes = new Nodes(_server);
        TokenHost node = await nodes.AddAsync();
        TokenReply reply = await node.SignInAsync();
        await _server.KillAsync();

        TokenHost late = await nodes.AddAsync();

        Assert.Equal([KeyNodes.KeyOf(reply)], await KeyNodes.PublishedAsync(node));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await node.RefreshAsync(reply.Refresh)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await late.SignInAsync()).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await late.StatusAsync(reply.Access));
        await _server.RestartAsync();
        await Poll.UntilAsync(async () => (await late.SignInAsync()).Status == HttpStatusCode.OK, "the late node signs users in");
    }

    // Redis' own clock numbers the generations, and each key goes with its generation.
    private async Task AssertKeptAsync()
    {
        string key = Assert.Single(
            (await _server.DumpAllAsync()).Select(static entry => Encoding.UTF8.GetString(entry.Key.Span)),
            static key => key.StartsWith("ss:k:", StringComparison.Ordinal));
        long generation = long.Parse(key["ss:k:".Length..], CultureInfo.InvariantCulture);
        string until = await _server.ExecuteAsync(
            "EVAL", "return string.format('%.0f', redis.call('TIME')[1] * 1000 + redis.call('PTTL', KEYS[1]))", "1", key);

        Assert.Equal(SigningKeyGeneration.At(DateTimeOffset.UtcNow), generation);
        Assert.InRange(
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(until, CultureInfo.InvariantCulture)),
            SigningKeyGeneration.EndOf(generation).AddSeconds(-2),
            SigningKeyGeneration.EndOf(generation).AddSeconds(2));
    }

    private sealed class Nodes(RedisServer server) : IAsyncDisposable
    {
        private readonly List<TokenHost> _all = [];

        public IReadOnlyList<TokenHost> All => _all;

        public async Task<TokenHost> AddAsync()
        {
            TokenHost node = await TokenHost.StartAsync(new TokenHostSettings
            {
                Time = TimeProvider.System,
                Sessions = static sessions =>
                {
                    sessions.StoreKey = KeyNodes.StoreKey;
                    sessions.StoreTimeout = Patience.StoreTimeout;
                },
                ConfigureSessions = sessions => sessions.AddRedisStore(server.Configuration),
            });
            _all.Add(node);
            return node;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (TokenHost node in _all)
                await node.DisposeAsync();
        }
    }
}
