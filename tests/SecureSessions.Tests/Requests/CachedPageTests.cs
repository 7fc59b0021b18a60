using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>
/// A page that sets the session cookie, or depends on the session, is served to one browser only, whatever the app says and wherever the
/// cache is in the pipeline.
/// </summary>
public abstract class CachedPageTests
{
    [Theory]
    [ClassData(typeof(CachePlacements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_that_begins_a_session_is_never_served_to_another_browser(
        CachePlacement placement, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(placement, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();

        Page second = await AssertIsOfOneBrowserAsync(alice, bob, $"/cached/{answer}?begin");

        AssertNotStored(second);
        Assert.NotEqual(alice.Token, bob.Token);
    }

    [Theory]
    [ClassData(typeof(CachePlacements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_that_renews_a_session_is_never_served_to_another_browser(
        CachePlacement placement, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(placement, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();
        await alice.GetAsync("/sign-in/alice");
        host.Clock.Advance(SecureSessionDefaults.RenewalInterval);

        Page second = await AssertIsOfOneBrowserAsync(alice, bob, $"/cached/{answer}");

        Assert.Empty(second.SetCookies);
    }

    [Theory]
    [ClassData(typeof(CachePlacements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_that_ends_a_session_is_never_served_to_another_browser(
        CachePlacement placement, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(placement, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();
        await alice.GetAsync("/set/key/1");

        Page second = await AssertIsOfOneBrowserAsync(alice, bob, $"/cached/{answer}?end");

        Assert.Empty(second.SetCookies);
    }

    [Theory]
    [ClassData(typeof(CachePlacements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_that_depends_on_a_session_is_neither_served_to_another_browser_nor_from_another(
        CachePlacement placement, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(placement, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();
        await alice.GetAsync("/set/key/1");

        Page first = await bob.GetAsync($"/cached/{answer}?read");
        Page second = await alice.GetAsync($"/cached/{answer}?read");
        await bob.GetAsync("/set/key/2");
        Page third = await bob.GetAsync($"/cached/{answer}?read");

        Assert.Equal(("", "1", "2"), (first.Header("X-Value"), second.Header("X-Value"), third.Header("X-Value")));
    }

    [Theory]
    [ClassData(typeof(CachePlacements))]
    public async Task A_page_that_leaves_the_session_alone_is_cached(CachePlacement placement, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(placement, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();

        await alice.GetAsync($"/cached/{answer}");
        Page second = await bob.GetAsync($"/cached/{answer}");

        Assert.Equal((HttpStatusCode.OK, "1"), (second.Status, second.Header("X-Run")));
    }

    protected abstract void AddCache(IServiceCollection services);

    protected abstract void UseCache(WebApplication app);

    protected Task<SessionHost> StartAsync(CachePlacement placement, ServerKind server) => SessionHost.StartAsync(new SessionHostSettings
    {
        Kind = server,
        ConfigureServices = AddCache,
        Before = app =>
        {
            if (placement == CachePlacement.Inside)
                return;

            UseCache(app);
            if (placement == CachePlacement.Outside)
                app.UseAuthentication();
        },
        Map = app =>
        {
            if (placement == CachePlacement.Inside)
                UseCache(app);
            SmallApp.Map(app);
            app.Map("/cached/{kind}", CachedPage());
        },
    });

    /// <summary>
    /// Requests a page in one browser, whose cookie it sets, and then in another browser, for which it must run again. Returns the second
    /// answer.
    /// </summary>
    private static async Task<Page> AssertIsOfOneBrowserAsync(Browser alice, Browser bob, string path)
    {
        Page first = await alice.GetAsync(path);
        Page second = await bob.GetAsync(path);

        AssertNotStored(first);
        Assert.Equal(("1", "2"), (first.Header("X-Run"), second.Header("X-Run")));
        return second;
    }

    private static void AssertNotStored(Page page)
    {
        Assert.Single(page.SetCookies);
        Assert.Equal(("no-store", "no-cache"), (page.Header("Cache-Control"), page.Header("Pragma")));
    }

    /// <summary>A page that the app calls public; it counts how often it ran.</summary>
    private static RequestDelegate CachedPage()
    {
        int runs = 0;
        return context =>
        {
            if (context.Request.Query.ContainsKey("begin"))
                context.Session.SetString("key", "value");
            if (context.Request.Query.ContainsKey("read"))
                context.Response.Headers["X-Value"] = context.Session.GetString("key");
            if (context.Request.Query.ContainsKey("end"))
                context.GetSecureSession().End();
            context.Response.Headers.CacheControl = "public, max-age=60";
            context.Response.Headers["X-Run"] = $"{Interlocked.Increment(ref runs)}";
            return Answers.SendAsync(context, (string)context.Request.RouteValues["kind"]!);
        };
    }

    protected sealed class CachePlacements : TheoryData<CachePlacement, string, ServerKind>
    {
        // Every placement meets every answer and every server, and every answer meets every server.
        public CachePlacements()
        {
            foreach (CachePlacement placement in Enum.GetValues<CachePlacement>())
            {
                foreach ((int i, string answer) in ((string[])["text", "nothing", "unflushed bytes", "stream flushed first"]).Index())
                    Add(placement, answer, (ServerKind)(((int)placement + i) % Enum.GetValues<ServerKind>().Length));
            }
        }
    }
}
