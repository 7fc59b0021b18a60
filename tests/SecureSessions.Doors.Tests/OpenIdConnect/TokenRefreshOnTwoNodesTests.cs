using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.OpenIdConnect;

/// <summary>
/// Two nodes on one Redis get requests of a session whose tokens are due. The provider refuses a refresh token that is used twice, and
/// then takes back all tokens of that sign-in.
/// </summary>
[Collection(TestProvider.Name)]
public sealed class TokenRefreshOnTwoNodesTests(TestProvider provider) : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private ClientApp _first = null!;
    private ClientApp _second = null!;
    private Browser _atFirst = null!;
    private Browser _atSecond = null!;
    private int _refreshesBefore;

    private int Refreshes => provider.Refreshes - _refreshesBefore;

    [Fact]
    public async Task Many_parallel_requests_on_two_nodes_get_the_new_token_by_one_refresh_and_nobody_is_signed_out()
    {
        await StartAsync(Patience.StoreTimeout);
        for (int round = 1; round <= 3; round++)
        {
            string before = await TokenAsync(_atFirst);
            LetTokenExpire();

            string[] tokens = await Task.WhenAll(
                Enumerable.Range(0, 20).SelectMany(_ => (Task<string>[])[TokenAsync(_atFirst), TokenAsync(_atSecond)]));

            Assert.Equal(round, Refreshes);
            Assert.NotEqual(before, Assert.Single(tokens.Distinct()));
        }

        Assert.Equal(("ada", "ada"), (await ClientApp.UserAsync(_atFirst), await ClientApp.UserAsync(_atSecond)));
    }

    [Fact]
    public async Task If_the_node_that_asks_the_provider_dies_another_one_takes_over()
    {
        TimeSpan storeTimeout = TimeSpan.FromSeconds(3);
        await StartAsync(storeTimeout);
        string before = await TokenAsync(_atFirst);
        LetTokenExpire();
        Hold asked = provider.HoldNextRefresh();
        Task<Page> dead = _atFirst.GetAsync("/token");
        await asked.Reached;
        long start = Stopwatch.GetTimestamp();

        Task<string>[] waiting = [.. Enumerable.Range(0, 20).Select(_ => TokenAsync(_atSecond))];
        await _first.DisposeAsync();
        string[] tokens = await Task.WhenAll(waiting);

        Assert.Equal(2, Refreshes);
        Assert.NotEqual(before, Assert.Single(tokens.Distinct()));
        Assert.Equal("ada", await ClientApp.UserAsync(_atSecond));

        // Five seconds are the provider's.
        Assert.InRange(
            Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5) + (2 * storeTimeout) + Patience.Slack);
        asked.Release();
        await Record.ExceptionAsync(() => dead);
    }

    [Fact]
    public async Task If_the_provider_fails_both_nodes_go_on_with_the_tokens_that_there_are_and_leave_it_alone_for_a_while()
    {
        await StartAsync(Patience.StoreTimeout);
        string before = await TokenAsync(_atFirst);
        LetTokenExpire();
        provider.RefreshAnswer = (500, "");

        string[] tokens = await Task.WhenAll(
            Enumerable.Range(0, 20).SelectMany(_ => (Task<string>[])[TokenAsync(_atFirst), TokenAsync(_atSecond)]));

        Assert.Equal(before, Assert.Single(tokens.Distinct()));
        Assert.Equal(1, Refreshes);
        provider.RefreshAnswer = null;
        Advance(TimeSpan.FromSeconds(10));
        Assert.NotEqual(before, await TokenAsync(_atSecond));
        Assert.Equal(2, Refreshes);
    }

    [Fact]
    public async Task A_refusal_of_a_refresh_token_that_another_node_has_redeemed_meanwhile_ends_no_session()
    {
        // The first node asks, and hears of a refusal only after the second one has taken over and written new tokens.
        await StartAsync(storeTimeout: TimeSpan.FromMilliseconds(500));
        LetTokenExpire();
        Hold late = provider.HoldNextRefresh(400, """{"error":"invalid_grant"}""");
        Task<string> first = TokenAsync(_atFirst);
        await late.Reached;
        string renewed = await TokenAsync(_atSecond);

        late.Release();

        Assert.Equal(renewed, await first);
        Assert.Equal(("ada", 2), (await ClientApp.UserAsync(_atFirst), Refreshes));
    }

    public async Task InitializeAsync()
    {
        provider.RefreshAnswer = null;
        _redis = await RedisServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        provider.RefreshAnswer = null;
        _atFirst.Dispose();
        _atSecond.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private async Task StartAsync(TimeSpan storeTimeout)
    {
        _first = await ClientApp.StartAsync(provider, UseRedis, storeTimeout: storeTimeout);
        _second = await ClientApp.StartAsync(provider, UseRedis, storeTimeout: storeTimeout);
        _atFirst = await _first.SignInAsync("ada", "s1");
        _atSecond = _second.Host.NewBrowser();
        _atSecond.Token = _atFirst.Token;
        _refreshesBefore = provider.Refreshes;
    }

    private void UseRedis(SecureSessionsBuilder sessions) => sessions.AddRedisStore(_redis.Configuration);

    private void LetTokenExpire() => Advance(TestProvider.AccessTokenLifetime - TimeSpan.FromSeconds(30));

    private void Advance(TimeSpan time)
    {
        _first.Host.Clock.Advance(time);
        _second.Host.Clock.Advance(time);
    }

    private static async Task<string> TokenAsync(Browser browser) => (await browser.GetAsync("/token")).Body;
}
