using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Endpoints;

/// <summary>A page's script signs its user out.</summary>
public sealed class SignOutEndpointTests
{
    private const string Path = "/session/sign-out";

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task The_sign_out_endpoint_ends_the_session_on_the_server_and_deletes_the_cookie()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        using Browser thief = browser.Copy();

        Page page = await PostAsync(browser);

        Assert.Equal(
            (HttpStatusCode.OK, """{"ended":1,"signedOut":true}""", "no-store", null),
            (page.Status, page.Body, page.Header("Cache-Control"), browser.Token));
        Assert.Equal(("nobody", "SignedOut"), ((await thief.GetAsync("/who")).Body, (await thief.GetAsync("/why")).Body));
        Assert.Equal(SessionEndReason.SignedOut, Assert.Single(host.Events.Of(SessionEventType.LoggedOut)).Reason);
    }

    [Fact]
    public async Task The_sign_out_endpoint_needs_no_fresh_authentication_and_leaves_other_sessions_alone()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        using Browser other = await SignInAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(19));

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(browser)).Status);
        Assert.Equal(("nobody", "alice"), ((await browser.GetAsync("/who")).Body, (await other.GetAsync("/who")).Body));
    }

    [Fact]
    public async Task The_sign_out_endpoint_ends_an_anonymous_session_too()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/a/1");

        Page page = await PostAsync(browser);

        Assert.Equal(
            ("""{"ended":1,"signedOut":true}""", null, "none"),
            (page.Body, browser.Token, (await browser.GetAsync("/get/a")).Body));
    }

    [Fact]
    public async Task The_sign_out_endpoint_has_nothing_to_do_without_a_living_session()
    {
        await using SessionHost host = await StartAsync();
        using Browser stranger = host.NewBrowser();
        using Browser late = await SignInAsync(host);
        host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        foreach (Browser browser in (Browser[])[stranger, late])
        {
            Page page = await PostAsync(browser);
            Assert.Equal((HttpStatusCode.OK, """{"ended":0,"signedOut":false}""", 0), (page.Status, page.Body, page.SetCookies.Count));
        }
    }

    [Fact]
    public async Task The_sign_out_endpoint_works_with_a_store_without_users_port()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = static services => services.AddDistributedMemoryCache(),
            ConfigureSessions = static sessions => sessions.AddDistributedCacheStore(),
            Map = Map,
        });
        using Browser browser = await SignInAsync(host);

        Assert.Equal("""{"ended":1,"signedOut":true}""", (await PostAsync(browser)).Body);
        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
    }

    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_sign_out_that_the_store_fails_is_not_answered_as_done()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.End);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PostAsync(browser)).Status);

        host.Store.Heal();
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    private static Task<SessionHost> StartAsync() => SessionHost.StartAsync(Map);

    private static void Map(WebApplication app)
    {
        SmallApp.Map(app);
        app.MapSecureSessions();
    }

    private static async Task<Browser> SignInAsync(SessionHost host)
    {
        Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        return browser;
    }

    private static Task<Page> PostAsync(Browser browser) =>
        browser.SendAsync(HttpMethod.Post, Path, null, ("Sec-Fetch-Site", "same-origin"));
}
