using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Endpoints;

/// <summary>The status that a page asks for which warns before the session ends, and how the page keeps the session alive.</summary>
public sealed class SessionStatusTests
{
    private const string Nobody = """{"signedIn":false,"userId":null,"idleSeconds":null,"absoluteSeconds":null,"endReason":null}""";

    [Fact]
    [Trait("Requirement", "TO-8")]
    public async Task The_status_has_the_seconds_left_rounded_down()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Clock.Advance(TimeSpan.FromSeconds(100.5));

        Page page = await browser.GetAsync("/session/status");

        Assert.Equal("""{"signedIn":true,"userId":"alice","idleSeconds":1099,"absoluteSeconds":28699,"endReason":null}""", page.Body);
        Assert.Equal(("application/json; charset=utf-8", "no-store"), (page.Header("Content-Type"), page.Header("Cache-Control")));
    }

    [Fact]
    [Trait("Requirement", "TO-7")]
    public async Task Reading_the_status_again_and_again_keeps_no_session_alive()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        long?[] left = [await AskAsync(host, browser), await AskAsync(host, browser), await AskAsync(host, browser)];

        Assert.Equal([600, 0, null], left);
        Assert.Equal(
            """{"signedIn":false,"userId":null,"idleSeconds":null,"absoluteSeconds":null,"endReason":"IdleTimeout"}""",
            (await browser.GetAsync("/session/status")).Body);
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task Extending_moves_the_idle_deadline_and_not_the_absolute_one()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Clock.Advance(TimeSpan.FromMinutes(10));

        Page page = await PostAsync(browser, "/session/extend");

        Assert.Equal("""{"signedIn":true,"userId":"alice","idleSeconds":1200,"absoluteSeconds":28200,"endReason":null}""", page.Body);
    }

    [Fact]
    public async Task The_status_without_a_session_says_so_and_begins_none()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        Page status = await browser.GetAsync("/session/status");
        Page extended = await PostAsync(browser, "/session/extend");

        Assert.Equal((HttpStatusCode.OK, Nobody, "no-store"), (status.Status, status.Body, status.Header("Cache-Control")));
        Assert.Equal((HttpStatusCode.OK, Nobody, null), (extended.Status, extended.Body, browser.Token));
        Assert.Empty(host.Store.Calls);
    }

    [Fact]
    public async Task An_anonymous_session_has_deadlines_and_no_user()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/a/1");

        Assert.Equal(
            """{"signedIn":false,"userId":null,"idleSeconds":1200,"absoluteSeconds":28800,"endReason":null}""",
            (await browser.GetAsync("/session/status")).Body);
    }

    [Theory]
    [InlineData(StoreFailureBehavior.ServiceUnavailable)]
    [InlineData(StoreFailureBehavior.ContinueAsAnonymous)]
    public async Task The_status_is_503_and_not_signed_out_while_the_store_is_down(StoreFailureBehavior behavior)
    {
        await using SessionHost host = await StartAsync(options => options.StoreFailure = behavior);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.Fail(StoreFault.ThrowsAtOnce);

        Page page = await browser.GetAsync("/session/status");

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "5", "no-store", ""),
            (page.Status, page.Header("Retry-After"), page.Header("Cache-Control"), page.Body));
    }

    [Fact]
    public async Task A_store_without_users_port_has_only_the_endpoints_of_the_current_session()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = static services => services.AddDistributedMemoryCache(),
            ConfigureSessions = static sessions => sessions.AddDistributedCacheStore(),
            Map = static app => app.MapSecureSessions(),
        });
        using Browser browser = host.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/session/status")).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(browser, "/session/sign-out")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/session/list")).Status);
    }

    private static Task<SessionHost> StartAsync(Action<SecureSessionOptions>? configure = null) => SessionHost.StartAsync(
        static app =>
        {
            SmallApp.Map(app);
            app.MapSecureSessions();
        },
        configure);

    private static async Task<long?> AskAsync(SessionHost host, Browser browser)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        using var status = JsonDocument.Parse((await browser.GetAsync("/session/status")).Body);
        JsonElement seconds = status.RootElement.GetProperty("idleSeconds");
        return seconds.ValueKind == JsonValueKind.Null ? null : seconds.GetInt64();
    }

    private static Task<Page> PostAsync(Browser browser, string path) =>
        browser.SendAsync(HttpMethod.Post, path, null, ("Sec-Fetch-Site", "same-origin"));
}
