using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Behaviour;

/// <summary>A page that sets the session cookie is one browser's alone, although the app calls it public.</summary>
[Trait("Pace", "Slow")]
public sealed class ResponseCacheTests
{
    [Theory]
    [ClassData(typeof(Placements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_that_begins_a_session_is_never_served_to_another(bool outside, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(outside, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();

        Page first = await alice.GetAsync($"/cached/{answer}?begin");
        Page second = await bob.GetAsync($"/cached/{answer}?begin");

        AssertNotStored(first);
        Assert.Equal(("1", "2"), (first.Header("X-Run"), second.Header("X-Run")));
        Assert.NotEqual(alice.Token, bob.Token);
    }

    [Theory]
    [ClassData(typeof(Placements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_that_renews_a_session_is_never_served_to_another(bool outside, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(outside, server);
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
    [ClassData(typeof(Placements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_of_what_a_session_holds_is_neither_served_to_another_nor_from_another(bool outside, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(outside, server);
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
    [ClassData(typeof(Placements))]
    public async Task A_page_that_leaves_the_session_alone_is_cached(bool outside, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(outside, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();

        await alice.GetAsync($"/cached/{answer}");

        Assert.Equal("1", (await bob.GetAsync($"/cached/{answer}")).Header("X-Run"));
    }

    private static void AssertNotStored(Page page)
    {
        Assert.Single(page.SetCookies);
        Assert.Equal(("no-store", "no-cache"), (page.Header("Cache-Control"), page.Header("Pragma")));
    }

    private static Task<SessionHost> StartAsync(bool outside, ServerKind server)
    {
        int runs = 0;
        return SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = server,
            ConfigureServices = static services => services.AddResponseCaching(),
            Before = app => Use(app, outside),
            Map = app =>
            {
                Use(app, !outside);
                SmallApp.Map(app);
                app.Map("/cached/{kind}", context =>
                {
                    if (context.Request.Query.ContainsKey("begin"))
                        context.Session.SetString("key", "value");
                    if (context.Request.Query.ContainsKey("read"))
                        context.Response.Headers["X-Value"] = context.Session.GetString("key");
                    context.Response.Headers.CacheControl = "public, max-age=60";
                    context.Response.Headers["X-Run"] = $"{Interlocked.Increment(ref runs)}";
                    return Answers.SendAsync(context, (string)context.Request.RouteValues["kind"]!);
                });
            },
        });
    }

    private static void Use(WebApplication app, bool use)
    {
        if (use)
            app.UseResponseCaching();
    }

    private sealed class Placements : TheoryData<bool, string, ServerKind>
    {
        public Placements()
        {
            foreach (string answer in (string[])["text", "unflushed bytes", "stream flushed first"])
            {
                foreach (ServerKind server in Enum.GetValues<ServerKind>())
                {
                    Add(true, answer, server);
                    Add(false, answer, server);
                }
            }
        }
    }
}
