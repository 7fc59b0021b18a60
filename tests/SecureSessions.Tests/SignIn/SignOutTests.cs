using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.SignIn;

public sealed class SignOutTests
{
    private readonly Script _script = new();

    [Theory]
    [InlineData(ServerKind.TestServer)]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    [Trait("Requirement", "TM-1")]
    [Trait("Requirement", "CK-9")]
    public async Task A_sign_out_ends_the_session_and_a_copy_of_the_cookie_is_refused(ServerKind kind)
    {
        await using SessionHost host = await StartAsync(kind: kind);
        using Browser browser = await SignedInAsync(host);
        using Browser thief = browser.Copy();

        await _script.RunAsync(browser, context => context.SignOutAsync());

        Assert.Null(browser.Token);
        Assert.Null(await _script.AskAsync(thief, context => context.User.Identity?.Name));
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task The_session_has_ended_when_SignOutAsync_returns()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = await SignedInAsync(host);
        using Browser thief = browser.Copy();

        string? user = await _script.AskAsync(browser, async context =>
        {
            await context.SignOutAsync();
            return await _script.AskAsync(thief, other => other.User.Identity?.Name);
        });

        Assert.Null(user);
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task A_sign_out_fails_if_the_store_fails()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = await SignedInAsync(host);
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.End);

        Page page = await _script.RunAsync(browser, context => context.SignOutAsync());

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 0), (page.Status, page.SetCookies.Count));
    }

    [Fact]
    public async Task A_sign_out_after_the_response_has_started_is_carried_out_on_the_server()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureAuthentication = static options => options.LogoutPath = "/script/2",
            Map = app => _script.Map(app),
        });
        using Browser browser = await SignedInAsync(host);

        Page page = await browser.GetAsync(_script.Add(async context =>
        {
            await context.Response.WriteAsync("bye");
            await context.SignOutAsync();
        }) + "?ReturnUrl=/");

        Assert.Equal("bye", page.Body);
        Assert.Null(await _script.AskAsync(browser, context => context.User.Identity?.Name));
    }

    [Fact]
    public async Task Without_a_session_a_sign_out_does_nothing()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        Page page = await _script.RunAsync(browser, context => context.SignOutAsync());

        Assert.Equal((HttpStatusCode.OK, 0, 0), (page.Status, page.SetCookies.Count, host.Store.Calls.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_value_set_after_a_sign_out_begins_a_new_session(bool end)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = await SignedInAsync(host);
        string? old = browser.Token;
        await _script.RunAsync(browser, async context =>
        {
            context.Session.SetString("before", "1");
            if (end)
                context.GetSecureSession().End();
            else
                await context.SignOutAsync();
            context.Session.SetString("after", "2");
        });

        Assert.NotEqual(old?[..22], browser.Token?[..22]);
        Assert.Equal(
            "after", await _script.AskAsync(browser, context => string.Join(',', context.Session.Keys) + context.User.Identity?.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "TM-7")]
    public async Task A_sign_out_clears_prefetched_pages_and_all_site_data_if_the_option_says_so(bool asked)
    {
        await using SessionHost host = await StartAsync(options => options.ClearSiteDataOnSignOut = asked);
        using Browser browser = await SignedInAsync(host);

        Page page = await _script.RunAsync(browser, context => context.SignOutAsync());

        Assert.Equal((asked ? "\"cache\", \"storage\", " : "") + "\"prefetchCache\", \"prerenderCache\"", page.Header("Clear-Site-Data"));
    }

    [Fact]
    [Trait("Requirement", "LG-1")]
    [Trait("Requirement", "LG-2")]
    public async Task A_sign_out_is_logged_and_a_copy_of_its_cookie_used_long_after_it_is_an_alarm()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = await SignedInAsync(host);
        using Browser thief = browser.Copy();
        await _script.RunAsync(browser, context => context.SignOutAsync());
        await _script.RunAsync(thief, static _ => { });
        int soon = host.Logs.Of("session_use_after_expire").Count;

        host.Clock.Advance(SecureSessionDefaults.LagWindow);
        await _script.RunAsync(thief, static _ => { });

        Assert.Contains("user=alice", Assert.Single(host.Logs.Of("session_logout")).Message, StringComparison.Ordinal);
        Assert.Equal((0, 1), (soon, host.Logs.Of("session_use_after_expire").Count));
    }

    private Task<SessionHost> StartAsync(Action<SecureSessionOptions>? configure = null, ServerKind kind = ServerKind.TestServer) =>
        SessionHost.StartAsync(app => _script.Map(app), configure, kind);

    private async Task<Browser> SignedInAsync(SessionHost host)
    {
        Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Alice));
        return browser;
    }
}
