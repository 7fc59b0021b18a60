using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>A visitor whose session timed out goes on with a new one, and no late answer displaces what came meanwhile.</summary>
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
    public async Task A_fetch_begins_a_new_session_after_a_timeout()
    {
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Equal(HttpStatusCode.OK, (await SetAsync(_browser, "b")).Status);
        Assert.Equal((null, "b"), await _script.AskAsync(_browser, context => (context.Session.GetString("a"), context.Session.GetString("b"))));
    }

    [Fact]
    public async Task Of_two_fetches_at_once_one_begins_it_and_the_other_is_told()
    {
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
        using Browser other = _browser.Copy();

        Page first = await SetAsync(_browser, "b");
        Page second = await SetAsync(other, "c");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, 0), (first.Status, second.Status, second.SetCookies.Count));
    }

    [Fact]
    public async Task A_fetch_that_is_overtaken_by_a_sign_in_begins_none()
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
    public async Task A_fetch_may_not_begin_it_long_before_its_answer_is_sent()
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
    public async Task A_session_that_was_ended_still_bars_a_fetch()
    {
        using Browser late = _browser.Copy();
        await _script.RunAsync(_browser, static context => context.GetSecureSession().End());

        Assert.Equal(HttpStatusCode.Unauthorized, (await SetAsync(late, "b")).Status);
    }

    private Task<Page> SetAsync(Browser browser, string key) => _script.RunAsync(browser, context => context.Session.SetString(key, key), Fetch);
}
