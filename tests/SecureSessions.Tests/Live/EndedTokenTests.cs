using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Live;

/// <summary>What a request sees of the end of its session.</summary>
public sealed class EndedTokenTests
{
    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "TM-9")]
    public async Task A_request_that_lasts_is_told(ServerKind kind)
    {
        await using LiveHost live = await LiveHost.StartAsync(MapWait, kind: kind);
        using Browser browser = await live.SignInAsync();
        Task<Page> waiting = browser.GetAsync("/wait");
        await live.WaitForLooksAsync(1);

        await live.EndElsewhereAsync(LiveHost.IdOf(browser));
        live.Announcements.Announce(LiveHost.IdOf(browser));

        Assert.Equal("ended", (await waiting.WaitAsync(Patience.Limit)).Body);
    }

    [Fact]
    public async Task Without_a_stored_session_it_never_fires()
    {
        var script = new Script();
        await using SessionHost host = await SessionHost.StartAsync(app => script.Map(app));
        using Browser browser = host.NewBrowser();

        Assert.Equal(CancellationToken.None, await script.AskAsync(browser, static context => context.GetSecureSession().Ended));
        Assert.Equal(CancellationToken.None, await script.AskAsync(browser, static context =>
        {
            context.Session.SetString("a", "1");
            return context.GetSecureSession().Ended;
        }));
        Assert.True(await script.AskAsync(browser, static context => context.GetSecureSession().Ended.CanBeCanceled));
    }

    [Fact]
    public async Task It_is_one_token_throughout_a_request()
    {
        await using LiveHost live = await LiveHost.StartAsync();
        using Browser browser = await live.SignInAsync();

        Assert.True(await live.AskAsync(browser, static context => context.GetSecureSession().Ended == context.GetSecureSession().Ended));
    }

    [Fact]
    public async Task Who_does_not_ask_for_it_pays_nothing()
    {
        await using LiveHost live = await LiveHost.StartAsync();
        using Browser browser = await live.SignInAsync();
        await browser.GetAsync("/who");

        Assert.Equal((0, 0, 0), (live.Looks, live.Watched, live.Announcements.Listeners));
    }

    [Fact]
    public async Task Once_the_request_is_completed_nothing_is_watched()
    {
        await using LiveHost live = await LiveHost.StartAsync();
        using Browser browser = await live.SignInAsync();

        CancellationToken ended = await live.AskAsync(browser, static context => context.GetSecureSession().Ended);
        await Poll.UntilAsync(() => live.Watched == 0, "the request is completed");
        await browser.GetAsync("/sign-out");

        Assert.False(ended.IsCancellationRequested);
    }

    [Fact]
    public async Task A_sign_in_ends_the_session_before_it_and_the_next_token_is_the_new_ones()
    {
        await using LiveHost live = await LiveHost.StartAsync();
        using Browser browser = await live.SignInAsync();

        bool isAlive = await live.AskAsync(browser, static async context =>
        {
            CancellationToken before = context.GetSecureSession().Ended;
            await context.SignInAsync(SmallApp.PrincipalOf("bob"));
            await LiveHost.WaitForAsync(before);
            return !context.GetSecureSession().Ended.IsCancellationRequested;
        });

        Assert.True(isAlive);
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_regeneration_fires_the_token_before_it_and_the_next_one_is_new()
    {
        await using LiveHost live = await LiveHost.StartAsync();
        using Browser browser = await live.SignInAsync();

        bool isAlive = await live.AskAsync(browser, static async context =>
        {
            ISecureSession session = context.GetSecureSession();
            CancellationToken before = session.Ended;
            session.Regenerate();
            await session.CommitAsync();
            CancellationToken after = session.Ended;
            await LiveHost.WaitForAsync(before);
            return !after.IsCancellationRequested;
        });

        Assert.True(isAlive);
    }

    private static void MapWait(WebApplication app) => app.MapGet("/wait", static async (HttpContext context) =>
    {
        await LiveHost.WaitForAsync(context.GetSecureSession().Ended);
        return "ended";
    });
}
