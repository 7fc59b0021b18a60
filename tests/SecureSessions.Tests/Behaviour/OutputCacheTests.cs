using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Behaviour;

/// <summary>A page that sets the session cookie is one browser's alone, whatever the output cache was told.</summary>
[Trait("Pace", "Slow")]
public sealed class OutputCacheTests
{
    [Theory]
    [ClassData(typeof(CachePlacements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_that_begins_a_session_is_never_served_to_another(CachePlacement placement, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(placement, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();

        Page first = await alice.GetAsync($"/cached/{answer}?begin");
        Page second = await bob.GetAsync($"/cached/{answer}?begin");

        AssertNotStored(first);
        AssertNotStored(second);
        Assert.Equal(("1", "2"), (first.Header("X-Run"), second.Header("X-Run")));
        Assert.NotEqual(alice.Token, bob.Token);
    }

    [Theory]
    [ClassData(typeof(CachePlacements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_that_renews_a_session_is_never_served_to_another(CachePlacement placement, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(placement, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();
        await alice.GetAsync("/sign-in/alice");
        host.Clock.Advance(SecureSessionDefaults.RenewalInterval);

        Page first = await alice.GetAsync($"/cached/{answer}");
        Page second = await bob.GetAsync($"/cached/{answer}");

        AssertNotStored(first);
        Assert.Empty(second.SetCookies);
        Assert.Equal(("1", "2"), (first.Header("X-Run"), second.Header("X-Run")));
    }

    [Theory]
    [ClassData(typeof(CachePlacements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_that_ends_a_session_is_never_served_to_another(CachePlacement placement, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(placement, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();
        await alice.GetAsync("/set/key/1");

        Page first = await alice.GetAsync($"/cached/{answer}?end");
        Page second = await bob.GetAsync($"/cached/{answer}?end");

        AssertNotStored(first);
        Assert.Empty(second.SetCookies);
        Assert.Equal(("1", "2"), (first.Header("X-Run"), second.Header("X-Run")));
    }

    [Theory]
    [ClassData(typeof(CachePlacements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_of_what_a_session_holds_is_neither_served_to_another_nor_from_another(CachePlacement placement, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(placement, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();
        await alice.GetAsync("/set/key/1");

        string runs = "";
        foreach (string query in (string[])["?read", "?begin"])
        {
            runs += (await bob.GetAsync($"/cached/{answer}?read")).Header("X-Run");
            runs += (await alice.GetAsync($"/cached/{answer}{query}")).Header("X-Run");
            runs += (await bob.GetAsync($"/cached/{answer}?read")).Header("X-Run");
        }

        Assert.Equal("123456", runs);
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

    private static void AssertNotStored(Page page)
    {
        Assert.Single(page.SetCookies);
        Assert.Equal(("no-store", "no-cache"), (page.Header("Cache-Control"), page.Header("Pragma")));
    }

    private static Task<SessionHost> StartAsync(CachePlacement placement, ServerKind server)
    {
        int runs = 0;
        return SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = server,
            ConfigureServices = static services => services.AddOutputCache(static options => options.AddBasePolicy(static policy => policy.AddPolicy<CacheEverything>(), excludeDefaultPolicy: true)),
            Before = app => Use(app, placement, CachePlacement.Outside, CachePlacement.OutsideAfterAuthentication),
            Map = app =>
            {
                Use(app, placement, CachePlacement.Inside);
                SmallApp.Map(app);
                app.Map("/cached/{kind}", context =>
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
                });
            },
        });
    }

    // Before all else, or behind the authentication that WebApplication puts there by itself.
    private static void Use(WebApplication app, CachePlacement placement, params CachePlacement[] here)
    {
        if (!here.Contains(placement))
            return;

        app.UseOutputCache();
        if (placement == CachePlacement.Outside)
            app.UseAuthentication();
    }

    /// <summary>Caches every answer to a page under /cached, also one that sets cookies.</summary>
    private sealed class CacheEverything : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            bool cached = context.HttpContext.Request.Path.StartsWithSegments("/cached", StringComparison.Ordinal);
            context.EnableOutputCaching = cached;
            context.AllowCacheLookup = cached;
            context.AllowCacheStorage = cached;
            context.CacheVaryByRules.QueryKeys = "*";
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
    }

    public enum CachePlacement
    {
        Outside,
        OutsideAfterAuthentication,
        Inside,
    }

    private sealed class CachePlacements : TheoryData<CachePlacement, string, ServerKind>
    {
        public CachePlacements()
        {
            foreach (CachePlacement placement in Enum.GetValues<CachePlacement>())
            {
                foreach (string answer in (string[])["text", "nothing", "unflushed bytes", "stream flushed first"])
                {
                    foreach (ServerKind server in Enum.GetValues<ServerKind>())
                        Add(placement, answer, server);
                }
            }
        }
    }
}
