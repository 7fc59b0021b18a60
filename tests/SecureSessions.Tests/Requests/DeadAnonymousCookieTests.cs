using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>A visitor whose session timed out goes on with a new session, and no late answer displaces a newer cookie.</summary>
public sealed class DeadAnonymousCookieTests : IAsyncLifetime
{
    private static readonly (string, string)[] Fetch = [("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")];

    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(app => _script.Map(app));
        _browser = _host.NewBrowser();
        await SetAsync(_browser, "a");
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_fetch_begins_a_new_session_after_its_anonymous_one_timed_out()
    {
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Equal(HttpStatusCode.OK, (await SetAsync(_browser, "b")).Status);
        Assert.Equal(
            (null, "b"), await _script.AskAsync(_browser, context => (context.Session.GetString("a"), context.Session.GetString("b"))));
    }

    [Fact]
    public async Task Of_two_fetches_after_a_timeout_one_begins_a_session_and_the_other_is_answered_401()
    {
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
        using Browser other = _browser.Copy();

        Page first = await SetAsync(_browser, "b");
        Page second = await SetAsync(other, "c");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, 0), (first.Status, second.Status, second.SetCookies.Count));
    }

    [Fact]
    public async Task A_fetch_after_a_timeout_that_is_overtaken_by_a_sign_in_begins_no_session()
    {
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
        using Browser otherTab = _browser.Copy();

        Page slow = await _script.RunAsync(
            _browser,
            async context =>
            {
                context.Session.SetString("b", "b");
                await _script.RunAsync(otherTab, other => other.SignInAsync(TestUsers.Alice), Fetch);
            },
            Fetch);

        Assert.Equal((HttpStatusCode.Unauthorized, 0), (slow.Status, slow.SetCookies.Count));
    }

    [Fact]
    public async Task A_fetch_after_a_timeout_cannot_begin_a_session_by_an_explicit_commit()
    {
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Page page = await _script.RunAsync(
            _browser,
            context =>
            {
                context.Session.SetString("b", "b");
                return context.Session.CommitAsync();
            },
            Fetch);

        Assert.Equal((HttpStatusCode.Unauthorized, 0), (page.Status, page.SetCookies.Count));
    }

    [Fact]
    public async Task A_fetch_with_the_cookie_of_a_revoked_anonymous_session_begins_no_session()
    {
        using Browser late = _browser.Copy();
        await _script.RunAsync(_browser, static context => context.GetSecureSession().End());

        Assert.Equal(HttpStatusCode.Unauthorized, (await SetAsync(late, "b")).Status);
    }

    private Task<Page> SetAsync(Browser browser, string key) =>
        _script.RunAsync(browser, context => context.Session.SetString(key, key), Fetch);
}
