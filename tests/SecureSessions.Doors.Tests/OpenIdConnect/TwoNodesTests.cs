using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.OpenIdConnect;

/// <summary>The provider reaches one node, and the sessions end on all: on real Redis.</summary>
[Collection(TestProvider.Name)]
public sealed class TwoNodesTests(TestProvider provider) : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private ClientApp _first = null!;
    private ClientApp _second = null!;

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task A_logout_token_that_reaches_one_node_ends_the_sessions_of_the_other_and_is_good_once_on_both()
    {
        using Browser browser = await _second.SignInAsync("ada", "s1");
        using Browser other = await _second.SignInAsync("bob", "s2");
        using Browser toFirst = _first.Host.NewBrowser();
        using Browser toSecond = _second.Host.NewBrowser();
        string token = provider.Sign(TestProvider.LogoutClaims(_first.Host.Clock.GetUtcNow(), "s1", "ada"));

        Assert.Equal(HttpStatusCode.OK, (await _first.LogOutAsync(toFirst, token)).Status);

        Assert.Equal(("nobody", "bob"), (await ClientApp.UserAsync(browser), await ClientApp.UserAsync(other)));
        Assert.Equal(HttpStatusCode.BadRequest, (await _second.LogOutAsync(toSecond, token)).Status);
    }

    [Fact]
    public async Task A_logout_token_that_names_the_sub_ends_the_sessions_of_both_nodes()
    {
        using Browser one = await _first.SignInAsync("ada", "s1");
        using Browser two = await _second.SignInAsync("ada", "s2");
        using Browser toFirst = _first.Host.NewBrowser();
        string token = provider.Sign(TestProvider.LogoutClaims(_first.Host.Clock.GetUtcNow(), null, "ada"));

        Assert.Equal(HttpStatusCode.OK, (await _first.LogOutAsync(toFirst, token)).Status);

        Assert.Equal(("nobody", "nobody"), (await ClientApp.UserAsync(one), await ClientApp.UserAsync(two)));
    }

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _first = await ClientApp.StartAsync(provider, UseRedis);
        _second = await ClientApp.StartAsync(provider, UseRedis);
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private void UseRedis(SecureSessionsBuilder sessions) => sessions.AddRedisStore(_redis.Configuration);
}
