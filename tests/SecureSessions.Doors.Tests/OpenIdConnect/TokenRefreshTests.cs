using System.Net;
using SecureSessions.TestKit;
using Xunit;
using static SecureSessions.TestKit.StoreOperation;

namespace SecureSessions.Doors.Tests.OpenIdConnect;

/// <summary>A provider's tokens in the session are refreshed before they expire, once for many parallel requests.</summary>
[Collection(TestProvider.Name)]
public sealed class TokenRefreshTests(TestProvider provider) : IAsyncLifetime
{
    private ClientApp _app = null!;
    private Browser _browser = null!;
    private int _refreshesBefore;

    private int Refreshes => provider.Refreshes - _refreshesBefore;

    [Fact]
    public async Task Many_parallel_requests_get_the_new_token_by_one_refresh_and_the_session_stays()
    {
        string before = await TokenAsync();
        SessionId session = _browser.SessionId();
        LetTokenExpire();

        string[] tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TokenAsync()));

        Assert.Equal(1, Refreshes);
        Assert.NotEqual(before, Assert.Single(tokens.Distinct()));
        Assert.Equal(session, Assert.Single(await _app.Host.Manager.ListAsync("ada")).Id);
        Assert.Equal(session, _browser.SessionId());
    }

    [Fact]
    public async Task A_refresh_token_that_is_replaced_by_each_refresh_is_kept()
    {
        for (int i = 1; i <= 3; i++)
        {
            LetTokenExpire();
            await TokenAsync();
            Assert.Equal(i, Refreshes);
        }

        Assert.Equal("ada", await ClientApp.UserAsync(_browser));
    }

    [Fact]
    public async Task A_refresh_token_that_the_provider_keeps_is_used_again()
    {
        LetTokenExpire();
        for (int i = 1; i <= 3; i++)
        {
            provider.RefreshAnswer = (200, $$"""{"access_token":"token {{i}}","token_type":"Bearer","expires_in":30}""");
            Assert.Equal($"token {i}", await TokenAsync());
        }

        Assert.Equal(3, Refreshes);
    }

    [Fact]
    public async Task Between_two_refreshes_the_tokens_cost_no_call_to_the_store_and_a_refresh_a_claim_and_a_write()
    {
        _app.Host.Store.ForgetCalls();
        await TokenAsync();
        Assert.Equal([Find], _app.Host.Store.Calls);
        LetTokenExpire();
        _app.Host.Store.ForgetCalls();

        await TokenAsync();

        Assert.Equal([Find, End, Replace], _app.Host.Store.Calls);
    }

    [Fact]
    public async Task If_the_store_fails_when_the_refresh_token_is_claimed_the_request_is_answered_503_and_the_session_stays()
    {
        LetTokenExpire();
        _app.Host.Store.Fail(StoreFault.ThrowsLater, End);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _browser.GetAsync("/token")).Status);

        Assert.Equal(0, Refreshes);
        _app.Host.Store.Heal();
        Assert.Equal("ada", await ClientApp.UserAsync(_browser));
        Assert.Equal(1, Refreshes);
    }

    [Fact]
    public async Task A_refresh_token_that_the_provider_refuses_ends_the_session()
    {
        LetTokenExpire();
        provider.RefreshAnswer = (400, """{"error":"invalid_grant"}""");

        Assert.Equal("nobody", await ClientApp.UserAsync(_browser));

        Assert.Null(_browser.Token);
        Assert.Single(_app.Host.Logs.Of("oidc_refresh_refused"));
        Assert.Empty(await _app.Host.Manager.ListAsync("ada"));
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(200, "no JSON")]
    [InlineData(200, "{}")]
    [InlineData(401, """{"error":"invalid_client"}""")]
    public async Task A_provider_that_does_not_do_its_work_ends_no_session_and_is_left_alone_for_a_while(int status, string body)
    {
        string before = await TokenAsync();
        LetTokenExpire();
        provider.RefreshAnswer = (status, body);

        Assert.Equal([before, before, before], [await TokenAsync(), await TokenAsync(), await TokenAsync()]);
        Assert.Equal(1, Refreshes);
        Assert.Single(_app.Host.Logs.Of("oidc_refresh_fail"));
        provider.RefreshAnswer = null;
        _app.Host.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.NotEqual(before, await TokenAsync());
        Assert.Equal(2, Refreshes);
    }

    public async Task InitializeAsync()
    {
        provider.RefreshAnswer = null;
        _app = await ClientApp.StartAsync(provider);
        _browser = await _app.SignInAsync("ada", "s1");
        _refreshesBefore = provider.Refreshes;
    }

    public async Task DisposeAsync()
    {
        provider.RefreshAnswer = null;
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    // Half a minute is left: less than the minute before the end in which a token is refreshed.
    private void LetTokenExpire() => _app.Host.Clock.Advance(TestProvider.AccessTokenLifetime - TimeSpan.FromSeconds(30));

    private async Task<string> TokenAsync() => (await _browser.GetAsync("/token")).Body;
}
