using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>A late request of an old page must not displace the session that its browser may have by now.</summary>
public sealed class DeadCookieTests : IAsyncLifetime
{
    private static readonly (string, string)[] Fetch = [("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")];
    private static readonly (string, string)[] Navigation = [("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];

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
    public async Task A_fetch_with_a_dead_cookie_creates_no_session_and_is_answered_401(string mode, string destination)
    {
        Page page = await SetAsync(mode, destination);

        Assert.Equal((HttpStatusCode.Unauthorized, 0), (page.Status, page.SetCookies.Count));
        Assert.Single(_host.Logs.Of("session_changes_dropped"));
    }

    [Theory]
    [InlineData("document")]
    [InlineData("iframe")]
    public async Task A_navigation_with_a_dead_cookie_begins_a_new_session(string destination)
    {
        Page page = await SetAsync("navigate", destination);

        Assert.Equal((HttpStatusCode.OK, 1), (page.Status, page.SetCookies.Count));
        Assert.Equal("1", await _script.AskAsync(_browser, context => context.Session.GetString("a")));
    }

    [Fact]
    public async Task A_client_without_fetch_metadata_begins_a_new_session_with_a_dead_cookie()
    {
        Page page = await _script.RunAsync(_browser, context => context.Session.SetString("a", "1"));

        Assert.Equal((HttpStatusCode.OK, 1), (page.Status, page.SetCookies.Count));
    }

    [Fact]
    public async Task A_dead_cookie_that_arrives_with_a_fetch_is_left_in_the_browser()
    {
        Page page = await _script.RunAsync(_browser, static _ => { }, Fetch);

        Assert.Equal((HttpStatusCode.OK, 0), (page.Status, page.SetCookies.Count));
        Assert.NotNull(_browser.Token);
    }

    [Theory]
    [InlineData("document")]
    [InlineData("iframe")]
    public async Task The_page_of_a_navigation_deletes_a_dead_cookie_so_that_its_scripts_can_begin_a_session(string destination)
    {
        Page page = await _script.RunAsync(_browser, static _ => { }, ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", destination));

        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.Null(_browser.Token);
        Assert.Equal(HttpStatusCode.OK, (await SetAsync("cors", "empty")).Status);
        Assert.NotNull(_browser.Token);
    }

    [Fact]
    public async Task Redirects_leave_a_dead_cookie_so_that_the_page_can_say_why_the_session_ended()
    {
        await _script.RunAsync(_browser, static context => context.Response.Redirect("/login"), Navigation);
        SessionEndReason? reason = await _script.AskAsync(_browser, static context => context.GetSecureSession().EndReason, Navigation);

        Assert.Equal(SessionEndReason.IdleTimeout, reason);
        Assert.Null(_browser.Token);
    }

    [Fact]
    public async Task A_late_navigation_leaves_the_cookie_of_a_newer_sign_in_alone()
    {
        using Browser otherTab = _browser.Copy();
        await _script.RunAsync(otherTab, context => context.SignInAsync(TestUsers.Alice), Fetch);

        Page late = await _script.RunAsync(_browser, static _ => { }, Navigation);

        Assert.Empty(late.SetCookies);
    }

    [Fact]
    public async Task A_navigation_that_is_overtaken_by_a_sign_in_leaves_the_new_cookie_alone()
    {
        using Browser otherTab = _browser.Copy();

        Page slow = await _script.RunAsync(
            _browser, context => _script.RunAsync(otherTab, other => other.SignInAsync(TestUsers.Alice), Fetch), Navigation);

        Assert.Empty(slow.SetCookies);
    }

    [Theory]
    [InlineData("cors", "empty")]
    [InlineData("navigate", "document")]
    public async Task A_sign_out_deletes_a_dead_cookie(string mode, string destination)
    {
        Page page = await _script.RunAsync(
            _browser, context => context.SignOutAsync(), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));

        Assert.Equal((HttpStatusCode.OK, 1), (page.Status, page.SetCookies.Count));
        Assert.Null(_browser.Token);
    }

    [Fact]
    public async Task A_late_sign_out_leaves_the_cookie_of_a_newer_sign_in_alone()
    {
        using Browser otherTab = _browser.Copy();
        await _script.RunAsync(otherTab, context => context.SignInAsync(TestUsers.Alice), Fetch);

        Assert.Empty((await _script.RunAsync(_browser, context => context.SignOutAsync(), Fetch)).SetCookies);
    }

    [Fact]
    public async Task A_sign_out_deletes_a_cookie_that_the_store_does_not_know()
    {
        _browser.Token = SessionToken.Create().ToCookieValue();

        await _script.RunAsync(_browser, context => context.SignOutAsync(), Navigation);

        Assert.Null(_browser.Token);
    }

    [Fact]
    public async Task A_late_request_after_a_sign_out_neither_sets_nor_deletes_a_cookie()
    {
        await _script.RunAsync(_browser, context => context.SignInAsync(TestUsers.Alice));
        using Browser late = _browser.Copy();
        await _script.RunAsync(_browser, context => context.SignOutAsync());

        Assert.Empty((await _script.RunAsync(late, static _ => { }, Navigation)).SetCookies);
        Assert.Empty((await _script.RunAsync(late, context => context.SignOutAsync(), Fetch)).SetCookies);
    }

    [Fact]
    public async Task A_fetch_with_a_dead_cookie_that_signs_in_may_set_values_too()
    {
        await _script.RunAsync(
            _browser,
            async context =>
            {
                await context.SignInAsync(TestUsers.Alice);
                context.Session.SetString("a", "1");
            },
            ("Sec-Fetch-Mode", "cors"));

        Assert.Equal(
            ("alice", "1"), await _script.AskAsync(_browser, context => (context.User.Identity?.Name, context.Session.GetString("a"))));
    }

    [Fact]
    [Trait("Requirement", "ID-3")]
    public async Task An_unknown_cookie_is_replaced_when_the_first_value_is_set()
    {
        string planted = SessionToken.Create().ToCookieValue();
        _browser.Token = planted;

        await SetAsync("cors", "empty");

        Assert.NotEqual(planted[..22], _browser.Token?[..22]);
        Assert.Equal("1", await _script.AskAsync(_browser, context => context.Session.GetString("a")));
        Assert.Single(_host.Logs.Of("session_token_rejected"));
    }

    private Task<Page> SetAsync(string mode, string destination) =>
        _script.RunAsync(
            _browser, context => context.Session.SetString("a", "1"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));
}
