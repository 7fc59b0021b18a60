using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Live;

/// <summary>The token by which a running request sees the end of its session.</summary>
public sealed class EndedTokenTests
{
    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "TM-9")]
    public async Task The_token_fires_in_a_running_request_when_the_session_ends(ServerKind kind)
    {
        await using LiveHost live = await LiveHost.StartAsync(MapWait, kind: kind);
        using Browser browser = await live.SignInAsync();
        Task<Page> waiting = browser.GetAsync("/wait");
        await live.WaitForChecksAsync(1);

        await live.EndElsewhereAsync(LiveHost.IdOf(browser));
        live.Announcements.Announce(LiveHost.IdOf(browser));

        Assert.Equal("ended", (await waiting.WaitAsync(Patience.Limit)).Body);
    }

    [Fact]
    public async Task The_token_never_fires_without_a_stored_session()
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
    public async Task The_token_is_the_same_throughout_a_request()
    {
        await using LiveHost live = await LiveHost.StartAsync();
        using Browser browser = await live.SignInAsync();

        Assert.True(await live.AskAsync(browser, static context => context.GetSecureSession().Ended == context.GetSecureSession().Ended));
    }

    [Fact]
    public async Task A_request_that_does_not_use_the_token_costs_no_store_call_for_it()
    {
        await using LiveHost live = await LiveHost.StartAsync();
        using Browser browser = await live.SignInAsync();
        await browser.GetAsync("/who");

        Assert.Equal((0, 0, 0), (live.Checks, live.Watched, live.Announcements.Listeners));
    }

    [Fact]
    public async Task No_session_is_watched_once_the_request_is_completed()
    {
        await using LiveHost live = await LiveHost.StartAsync();
        using Browser browser = await live.SignInAsync();

        CancellationToken ended = await live.AskAsync(browser, static context => context.GetSecureSession().Ended);
        await Poll.UntilAsync(() => live.Watched == 0, "the request is completed");
        await browser.GetAsync("/sign-out");

        Assert.False(ended.IsCancellationRequested);
    }

    [Fact]
    public async Task A_sign_in_fires_the_token_of_the_session_before_it_and_the_next_token_is_of_the_new_session()
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
