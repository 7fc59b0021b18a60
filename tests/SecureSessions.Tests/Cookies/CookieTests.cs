using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Cookies;

public sealed class CookieTests
{
    [Theory]
    [Trait("Requirement", "CK-1")]
    [Trait("Requirement", "CK-4")]
    [InlineData(ServerKind.TestServer)]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    public async Task The_default_cookie_is_this_byte_for_byte(ServerKind kind)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: kind);
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/set/a/1");

        Assert.Matches("^__Host-id=[A-Za-z0-9_-]{64}; Path=/; Secure; HttpOnly; SameSite=Lax$", Assert.Single(page.SetCookies));
        Assert.Equal("no-store", page.Header("Cache-Control"));
    }

    [Fact]
    [Trait("Requirement", "CK-12")]
    public async Task Only_creation_renewal_regeneration_and_end_touch_the_cookie()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();

        string touched = await CookiesOfAsync(
            browser, "/plain", "/get/a", "/set/a/1", "/set/b/2", "/get/a", "/poll", "/regenerate", "/get/a", "/end", "/get/a");

        Assert.Equal("- - set - - - set - deleted -", touched);
    }

    [Theory]
    [Trait("Requirement", "CK-9")]
    [InlineData(ServerKind.TestServer)]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    public async Task A_sign_out_takes_the_cookie_out_of_the_jar(ServerKind kind)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: kind);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        Page page = await browser.GetAsync("/sign-out");

        Assert.Equal(
            "__Host-id=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; Secure; HttpOnly; SameSite=Lax",
            Assert.Single(page.SetCookies));
        Assert.Equal(0, browser.Jar.Count);
    }

    [Fact]
    public async Task A_persistent_cookie_lives_from_when_it_is_sent_until_the_session_ends()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartAsync(static options => options.Cookie.Persistent = true);
        scripted.Script.Pause = _ => { scripted.Clock.Advance(TimeSpan.FromHours(1)); return Task.CompletedTask; };

        Answer answer = await scripted.Tab.DoAsync("signin ada; pause");

        Assert.Contains("; Max-Age=25200;", Assert.Single(answer.Page.SetCookies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_whose_token_is_cancelled_stores_nothing()
    {
        var script = new Script();
        await using SessionHost host = await SessionHost.StartAsync(app => script.Map(app));
        using Browser browser = host.NewBrowser();

        await script.RunAsync(browser, async context =>
        {
            context.Session.SetString("a", "1");
            await Assert.ThrowsAsync<TaskCanceledException>(() => context.Session.CommitAsync(new CancellationToken(canceled: true)));
            Assert.Empty(host.Store.Calls);
        });

        Assert.NotNull(browser.Token);
    }

    [Fact]
    [Trait("Requirement", "CK-5")]
    public async Task The_token_reaches_the_client_in_set_cookie_only()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        string secret = browser.Token![22..];

        foreach (string path in (string[])["/id", "/who", "/get/a", "/poll", "/expires"])
        {
            Page page = await browser.GetAsync(path);
            Assert.DoesNotContain(secret, page.Body + string.Join("|", page.Headers.Values), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Requirement", "CK-7")]
    [Trait("Requirement", "TO-3")]
    public async Task A_jar_that_keeps_its_cookie_too_long_gains_nothing()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, static options => options.Cookie.Persistent = true);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [Trait("Requirement", "CK-11")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Partitioned_is_opt_in_and_always_secure(bool partitioned)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, options => options.Cookie.Partitioned = partitioned);
        using Browser browser = host.NewBrowser();

        ParsedCookie cookie = ParsedCookie.Parse(Assert.Single((await browser.GetAsync("/set/a/1")).SetCookies));

        Assert.Equal((partitioned, true), (cookie.Attributes.Contains("Partitioned"), cookie.Secure));
    }

    private static async Task<string> CookiesOfAsync(Browser browser, params string[] paths)
    {
        var touched = new List<string>();
        foreach (string path in paths)
        {
            Page page = await browser.GetAsync(path);
            touched.Add(page.SetCookies switch
            {
                [] => "-",
                [var line] => ParsedCookie.Parse(line).IsDeletion ? "deleted" : "set",
                _ => "several",
            });
        }

        return string.Join(' ', touched);
    }
}
