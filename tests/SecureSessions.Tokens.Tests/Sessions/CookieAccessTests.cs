using System.Net;
using System.Text.Json;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Sessions;

/// <summary>Access tokens for a browser that calls another API.</summary>
public sealed class CookieAccessTests : IAsyncLifetime
{
    private TokenHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await TokenHost.StartAsync();
        _browser = _host.Host.NewBrowser();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "TK-11")]
    public async Task A_signed_in_browser_gets_an_access_token_and_no_refresh_token()
    {
        await _browser.GetAsync("/sign-in/ada");

        TokenReply reply = await AskAsync();

        Assert.Equal((HttpStatusCode.OK, "Bearer"), (reply.Status, reply.Text("token_type")));
        Assert.False(reply.Json.TryGetProperty("refresh_token", out _));
        Assert.Equal("no-store", reply.Page.Header("Cache-Control"));
        Assert.Equal("ada", (await _host.CallAsync(reply.Access)).Body);
        JsonElement claims = TokenHost.ClaimsOf(reply.Access);
        Assert.Equal("browser", claims.GetProperty("client_id").GetString());
        Assert.False(claims.TryGetProperty("gen", out _));
    }

    [Fact]
    public async Task Nobody_gets_one_without_a_session()
    {
        TokenReply reply = await AskAsync();

        Assert.Equal((HttpStatusCode.Unauthorized, "login_required"), (reply.Status, reply.Error));
        await _browser.GetAsync("/set/a/1");
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync()).Status);
    }

    [Fact]
    public async Task While_the_store_is_down_it_is_answered_503_and_not_401()
    {
        await _browser.GetAsync("/sign-in/ada");
        _host.Host.Store.Fail(StoreFault.ThrowsAtOnce);

        TokenReply failed = await AskAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (failed.Status, failed.Page.Header("Retry-After")));
        _host.Host.Store.Heal();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync()).Status);
    }

    [Fact]
    public async Task Another_site_gets_none()
    {
        await _browser.GetAsync("/sign-in/ada");

        Page page = await _browser.SendAsync(
            HttpMethod.Post, "/session/tokens/access", content: null, ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"));

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
    }

    [Fact]
    [Trait("Requirement", "TK-10")]
    public async Task A_page_that_fetches_tokens_does_not_keep_its_user_signed_in()
    {
        await _browser.GetAsync("/sign-in/ada");
        for (int i = 0; i < 3; i++)
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(6));
            Assert.Equal(HttpStatusCode.OK, (await AskAsync()).Status);
        }

        TokenReply last = await AskAsync();
        Assert.Equal(120, last.Json.GetProperty("expires_in").GetInt32());
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync()).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(last.Access));
    }

    [Fact]
    public async Task A_sign_out_ends_the_access_token_and_a_renewal_of_the_cookie_does_not()
    {
        await _browser.GetAsync("/sign-in/ada");
        _host.Clock.Advance(TimeSpan.FromMinutes(14));
        TokenReply reply = await AskAsync();
        string? before = _browser.Token;
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        await _browser.GetAsync("/who");

        Assert.NotEqual(before, _browser.Token);
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(reply.Access));
        await _browser.GetAsync("/sign-out");
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(reply.Access));
    }

    [Fact]
    public async Task A_change_of_privilege_ends_the_access_tokens_before_it()
    {
        await _browser.GetAsync("/sign-in/ada");
        TokenReply before = await AskAsync();
        await _browser.GetAsync("/regenerate");

        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(before.Access));
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync((await AskAsync()).Access));
    }

    [Fact]
    public async Task A_browser_may_ask_for_another_api_of_the_app_and_for_no_other()
    {
        await _browser.GetAsync("/sign-in/ada");

        TokenReply other = await AskAsync(("resource", TokenHost.OtherApi));
        TokenReply none = await AskAsync(("resource", "https://evil.example.com"));

        Assert.Equal(TokenHost.OtherApi, TokenHost.ClaimsOf(other.Access).GetProperty("aud").GetString());
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_target"), (none.Status, none.Error));
    }

    private async Task<TokenReply> AskAsync(params (string Name, string Value)[] form)
    {
        using FormUrlEncodedContent? content = form.Length == 0
            ? null
            : new FormUrlEncodedContent(form.Select(static one => KeyValuePair.Create(one.Name, one.Value)));
        return TokenReply.Of(await _browser.SendAsync(
            HttpMethod.Post, "/session/tokens/access", content, ("Sec-Fetch-Site", "same-origin")));
    }
}
