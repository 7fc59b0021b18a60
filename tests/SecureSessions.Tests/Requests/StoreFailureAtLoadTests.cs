using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>While the store is down, no user is signed in by mistake, and no user loses a session.</summary>
public sealed class StoreFailureAtLoadTests
{
    [Theory]
    [ClassData(typeof(FaultsAndServers))]
    [Trait("Requirement", "ST-5")]
    public async Task A_request_with_a_session_is_answered_503_and_keeps_its_cookie(StoreFault fault, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        string? token = browser.Token;
        host.Store.Fail(fault, StoreOperation.Find);

        Page page = await host.WhileTimePassesAsync(browser.GetAsync("/who"));
        host.Store.Heal();

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "", "5", "no-store"),
            (page.Status, page.Body, page.Header("Retry-After"), page.Header("Cache-Control")));
        Assert.Empty(page.SetCookies);
        Assert.Equal("store", Assert.Single(host.Events.Of(SessionEventType.LoadFailed)).Detail);
        Assert.Equal((token, "alice"), (browser.Token, (await browser.GetAsync("/who")).Body));
    }

    [Theory]
    [ClassData(typeof(FaultsAndServers))]
    [Trait("Requirement", "ST-5")]
    public async Task A_request_without_a_cookie_is_served(StoreFault fault, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: server);
        using Browser browser = host.NewBrowser();
        host.Store.Fail(fault);

        Page page = await browser.GetAsync("/get/key");

        Assert.Equal((HttpStatusCode.OK, "none"), (page.Status, page.Body));
        Assert.Empty(host.Store.Calls);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task The_handler_does_not_run_when_the_store_fails_at_load(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/key/before");
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Find);

        await browser.GetAsync("/set/key/after");
        host.Store.Heal();

        Assert.Equal("before", (await browser.GetAsync("/get/key")).Body);
    }

    [Theory]
    [ClassData(typeof(FaultsAndServers))]
    [Trait("Requirement", "ST-5")]
    public async Task By_option_a_request_runs_as_anonymous_when_the_store_fails(StoreFault fault, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, CarryOn, server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.Fail(fault, StoreOperation.Find);

        Page page = await host.WhileTimePassesAsync(browser.GetAsync("/who"));
        host.Store.Heal();

        Assert.Equal((HttpStatusCode.OK, "nobody"), (page.Status, page.Body));
        Assert.Empty(page.SetCookies);
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [InlineData("/set/key/1", ServerKind.TestServer)]
    [InlineData("/set/key/1", ServerKind.KestrelHttp1)]
    [InlineData("/set/key/1", ServerKind.KestrelHttp2)]
    [InlineData("/sign-in/bob", ServerKind.TestServer)]
    [InlineData("/sign-in/bob", ServerKind.KestrelHttp1)]
    [InlineData("/sign-in/bob", ServerKind.KestrelHttp2)]
    [Trait("Requirement", "ST-5")]
    public async Task A_request_that_runs_as_anonymous_after_a_store_failure_creates_no_session(string path, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, CarryOn, server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Find);

        Page page = await browser.GetAsync(path);
        host.Store.Heal();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "", "5"), (page.Status, page.Body, page.Header("Retry-After")));
        Assert.Empty(page.SetCookies);
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [InlineData("/sign-out", ServerKind.TestServer)]
    [InlineData("/sign-out", ServerKind.KestrelHttp1)]
    [InlineData("/sign-out", ServerKind.KestrelHttp2)]
    [InlineData("/end", ServerKind.TestServer)]
    [InlineData("/end", ServerKind.KestrelHttp1)]
    [InlineData("/end", ServerKind.KestrelHttp2)]
    [Trait("Requirement", "ST-5")]
    [Trait("Requirement", "TM-1")]
    public async Task A_sign_out_after_a_store_failure_throws_since_the_session_is_not_ended(string path, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, CarryOn, server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Find);

        Page page = await browser.GetAsync(path);
        host.Store.Heal();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "", "5"), (page.Status, page.Body, page.Header("Retry-After")));
        Assert.Empty(page.SetCookies);
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    [Fact]
    public async Task A_renewal_whose_write_fails_does_not_fail_the_request_and_sends_no_cookie()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        host.Store.Fail(StoreFault.ThrowsAfterDoing, StoreOperation.Replace);

        Page page = await browser.GetAsync("/who");

        Assert.Equal((HttpStatusCode.OK, "alice"), (page.Status, page.Body));
        Assert.Empty(page.SetCookies);
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    private static void CarryOn(SecureSessionOptions options) => options.StoreFailure = StoreFailureBehavior.ContinueAsAnonymous;
}
