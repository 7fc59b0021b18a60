using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.Behaviour;

/// <summary>A late request of an old page must not displace the session that its browser may have by now.</summary>
public sealed class DeadCookieTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(app => _script.Map(app));
        _browser = _host.NewBrowser();
        await _script.RunAsync(_browser, context => context.SignInAsync(TestUsers.Alice));
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("cors", "empty")]
    [InlineData("same-origin", "empty")]
    [InlineData("no-cors", "image")]
    [InlineData("navigate", "iframe")]
    public async Task A_fetch_creates_no_session_and_is_told_so(string mode, string destination)
    {
        Page page = await SetAsync(mode, destination);

        Assert.Equal((HttpStatusCode.Unauthorized, 0), (page.Status, page.SetCookies.Count));
        Assert.Single(_host.Logs.Of("session_changes_dropped"));
    }

    [Fact]
    public async Task A_navigation_begins_a_new_one()
    {
        Page page = await SetAsync("navigate", "document");

        Assert.Equal((HttpStatusCode.OK, 1), (page.Status, page.SetCookies.Count));
        Assert.Equal("1", await _script.AskAsync(_browser, context => context.Session.GetString("a")));
    }

    [Fact]
    public async Task So_does_a_client_without_fetch_metadata()
    {
        Page page = await _script.RunAsync(_browser, context => context.Session.SetString("a", "1"));

        Assert.Equal((HttpStatusCode.OK, 1), (page.Status, page.SetCookies.Count));
    }

    [Theory]
    [InlineData("cors", "empty")]
    [InlineData("navigate", "document")]
    public async Task A_dead_cookie_that_merely_arrives_is_left_in_the_browser(string mode, string destination)
    {
        Page page = await _script.RunAsync(_browser, static _ => { }, ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));

        Assert.Equal((HttpStatusCode.OK, 0), (page.Status, page.SetCookies.Count));
        Assert.NotNull(_browser.Token);
    }

    [Fact]
    public async Task A_sign_out_with_it_does_nothing()
    {
        Page page = await _script.RunAsync(_browser, context => context.SignOutAsync());

        Assert.Equal((HttpStatusCode.OK, 0), (page.Status, page.SetCookies.Count));
    }

    [Fact]
    public async Task A_fetch_that_signs_in_may_set_values_too()
    {
        await _script.RunAsync(
            _browser,
            async context =>
            {
                await context.SignInAsync(TestUsers.Alice);
                context.Session.SetString("a", "1");
            },
            ("Sec-Fetch-Mode", "cors"));

        Assert.Equal(("alice", "1"), await _script.AskAsync(_browser, context => (context.User.Identity?.Name, context.Session.GetString("a"))));
    }

    [Fact]
    [Trait("Requirement", "ID-3")]
    public async Task A_cookie_that_no_session_ever_had_is_replaced_by_the_first_value()
    {
        string planted = SessionToken.Create().ToCookieValue();
        _browser.Token = planted;

        await SetAsync("cors", "empty");

        Assert.NotEqual(planted[..22], _browser.Token?[..22]);
        Assert.Equal("1", await _script.AskAsync(_browser, context => context.Session.GetString("a")));
        Assert.Single(_host.Logs.Of("session_token_rejected"));
    }

    private Task<Page> SetAsync(string mode, string destination) =>
        _script.RunAsync(_browser, context => context.Session.SetString("a", "1"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));
}
