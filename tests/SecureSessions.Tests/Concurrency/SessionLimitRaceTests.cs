using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

/// <summary>The limit of a user's sessions, while many sign in at once.</summary>
public sealed class SessionLimitRaceTests
{
    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task Of_fifty_sign_ins_at_once_five_live_and_forty_five_end_for_the_limit()
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.EndOldest, SignInCrowd.Limit);
        host.SearchesLogs = false;

        // In memory a call is done at once: without this, sign-ins would hardly overlap.
        host.Store.Before = static async _ => await Task.Yield();

        await new SignInCrowd(host).HoldsTheLimitExactlyAsync();
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task Of_fifty_sign_ins_at_once_those_that_came_first_are_let_in()
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.RefuseNew, limit: 5);
        host.Store.Before = static async _ => await Task.Yield();
        Browser[] browsers = [.. Enumerable.Range(0, 50).Select(_ => host.NewBrowser())];

        Page[] pages = await Task.WhenAll(browsers.Select(static browser => Task.Run(() => browser.GetAsync("/sign-in/alice"))));

        Assert.Equal(5, pages.Count(static page => page is { Status: HttpStatusCode.OK, SetCookies.Count: 1 }));
        Assert.Equal(45, pages.Count(static page => page is { Status: HttpStatusCode.Conflict, SetCookies.Count: 0 }));
        Assert.Equal(45, host.Events.Of(SessionEventType.LimitExceeded).Count);
        Assert.Equal(5, (await host.Store.InnerIndex.ListAsync("alice", default)).Count);
        Assert.Empty(host.Events.Of(SessionEventType.Expired));
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task A_sign_in_that_newer_ones_have_overtaken_is_told_so_and_ends_what_is_too_many_before_it()
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.EndOldest, limit: 1);
        using Browser first = host.NewBrowser();
        using Browser overtaken = host.NewBrowser();
        using Browser newest = host.NewBrowser();
        await first.GetAsync("/sign-in/alice");
        Hold hold = HoldNextCreate(host.Store);
        Task<Page> signIn = overtaken.GetAsync("/sign-in/alice");
        await hold.Reached;
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Remove);
        await newest.GetAsync("/sign-in/alice");
        host.Store.Heal();
        hold.Release();

        Page page = await signIn;

        Assert.Equal((HttpStatusCode.Conflict, "", 0), (page.Status, page.Body, page.SetCookies.Count));
        Assert.Equal("nobody alice", $"{(await first.GetAsync("/who")).Body} {(await newest.GetAsync("/who")).Body}");
        Assert.Equal(2, host.Events.Of(SessionEventType.Expired).Count(static e => e.Reason == SessionEndReason.Limit));
        Assert.Single(await host.Store.InnerIndex.ListAsync("alice", default));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    [Trait("Requirement", "MS-3")]
    public async Task Two_sign_ins_at_once_in_one_browser_count_its_earlier_session_once(int limit, int ends)
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.EndOldest, limit);
        using Browser other = host.NewBrowser();
        using Browser browser = host.NewBrowser();
        await other.GetAsync("/sign-in/alice");
        await browser.GetAsync("/sign-in/alice");
        using Browser tab = browser.Copy();
        Hold hold = HoldNextCreate(host.Store);
        Task<Page> held = tab.GetAsync("/sign-in/alice");
        await hold.Reached;

        await browser.GetAsync("/sign-in/alice");
        hold.Release();
        await held;

        Assert.Equal(limit, (await host.Store.InnerIndex.ListAsync("alice", default)).Count);
        Assert.Equal(ends, host.Events.Of(SessionEventType.Expired).Count(static e => e.Reason == SessionEndReason.Limit));
    }

    /// <summary>Makes the next sign-in wait between its reservation and its create.</summary>
    private static Hold HoldNextCreate(FaultyStore store)
    {
        var hold = new Hold();
        int taken = 0;
        store.Before = operation =>
            operation == StoreOperation.Create && Interlocked.Exchange(ref taken, 1) == 0 ? hold.WaitAsync() : Task.CompletedTask;
        return hold;
    }

    private static Task<SessionHost> StartAsync(SessionLimitBehavior behavior, int limit) => SessionHost.StartAsync(SmallApp.Map, options =>
    {
        options.MaxSessionsPerUser = limit;
        options.SessionLimit = behavior;
    });
}
