using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.SignIn;

/// <summary>How many sessions a user may have at once.</summary>
public sealed class SessionLimitTests
{
    [Fact]
    [Trait("Requirement", "MS-3")]
    [Trait("Requirement", "LG-1")]
    public async Task A_sign_in_beyond_the_limit_ends_the_oldest_and_says_so()
    {
        await using SessionHost host = await StartAsync(limit: 2);
        Browser[] browsers = await SignInAsync(host, 3);

        Assert.Equal(["nobody", "alice", "alice"], await AskAsync(browsers, "/who"));
        SecureSessionEvent ended = Assert.Single(host.Events.Of(SessionEventType.Expired));
        SecureSessionEvent exceeded = Assert.Single(host.Events.Of(SessionEventType.LimitExceeded));
        Assert.Equal((SessionEndReason.Limit, "alice", IdOf(browsers[0])), (ended.Reason, ended.UserId, ended.SessionId));
        Assert.Equal(("2", "alice", IdOf(browsers[2])), (exceeded.Detail, exceeded.UserId, exceeded.SessionId));
        Assert.Single(host.Logs.Of("excess_sessions_exceeded"));
    }

    [Fact]
    public async Task The_browser_whose_session_exceeded_the_limit_gets_the_end_reason()
    {
        await using SessionHost host = await StartAsync(limit: 1);
        Browser[] browsers = await SignInAsync(host, 2);

        Assert.Equal("Limit", (await browsers[0].GetAsync("/why")).Body);
    }

    [Fact]
    public async Task A_session_that_exceeded_the_limit_is_off_the_list_and_in_the_history()
    {
        await using SessionHost host = await StartAsync(limit: 1);
        Browser[] browsers = await SignInAsync(host, 2);

        Assert.Equal(
            [IdOf(browsers[1])], (await host.Store.InnerIndex.ListAsync("alice", default)).Select(static listed => (SessionId?)listed.Id));
        EndedSession past = Assert.Single(await host.Store.InnerIndex.HistoryAsync("alice", default));
        Assert.Equal((IdOf(browsers[0]), SessionEndReason.Limit), (past.Id, past.Reason));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Signing_in_again_in_one_browser_ends_no_session_of_another(int which)
    {
        await using SessionHost host = await StartAsync(limit: 3);
        Browser[] browsers = await SignInAsync(host, 3);

        await browsers[which].GetAsync("/sign-in/alice");

        Assert.Equal(["alice", "alice", "alice"], await AskAsync(browsers, "/who"));
        Assert.Empty(host.Events.Of(SessionEventType.LimitExceeded));
    }

    [Fact]
    public async Task Each_user_has_a_limit_of_their_own()
    {
        await using SessionHost host = await StartAsync(limit: 1);
        using Browser bob = host.NewBrowser();
        await bob.GetAsync("/sign-in/bob");
        await SignInAsync(host, 1);

        Assert.Equal("bob", (await bob.GetAsync("/who")).Body);
    }

    [Fact]
    public async Task A_session_that_was_signed_out_makes_room()
    {
        await using SessionHost host = await StartAsync(limit: 2);
        Browser[] browsers = await SignInAsync(host, 2);
        await browsers[1].GetAsync("/sign-out");
        using Browser third = host.NewBrowser();
        await third.GetAsync("/sign-in/alice");

        Assert.Equal(["alice", "nobody", "alice"], await AskAsync([.. browsers, third], "/who"));
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task After_many_simultaneous_sign_ins_exactly_as_many_sessions_are_alive_as_are_allowed()
    {
        await using SessionHost host = await StartAsync(limit: 5);
        Browser[] browsers = [.. Enumerable.Range(0, 50).Select(_ => host.NewBrowser())];

        await Task.WhenAll(browsers.Select(static browser => Task.Run(() => browser.GetAsync("/sign-in/alice"))));

        Assert.Equal(5, (await AskAsync(browsers, "/who")).Count(static user => user == "alice"));
        Assert.Equal(5, (await host.Store.InnerIndex.ListAsync("alice", default)).Count);
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.Hangs)]
    public async Task If_the_oldest_session_cannot_be_ended_the_next_sign_in_ends_it(StoreFault fault)
    {
        await using SessionHost host = await StartAsync(limit: 1);
        await SignInAsync(host, 1);
        host.Store.Fail(fault, StoreOperation.End);
        using Browser second = host.NewBrowser();
        await host.WhileTimePassesAsync(second.GetAsync("/sign-in/alice"));
        host.Store.Heal();

        Browser[] last = await SignInAsync(host, 1);

        Assert.Equal(
            [IdOf(last[0])], (await host.Store.InnerIndex.ListAsync("alice", default)).Select(static listed => (SessionId?)listed.Id));
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task By_default_the_oldest_of_more_than_a_hundred_sessions_is_ended()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        Browser[] browsers = await SignInAsync(host, SecureSessionDefaults.MaxSessionsPerUser + 1);

        Assert.Equal(["nobody", "alice", "alice"], await AskAsync([browsers[0], browsers[1], browsers[^1]], "/who"));
        Assert.Equal(SessionEndReason.Limit, Assert.Single(host.Events.Of(SessionEventType.Expired)).Reason);
        Assert.Equal("100", Assert.Single(host.Events.Of(SessionEventType.LimitExceeded)).Detail);
    }

    private static Task<SessionHost> StartAsync(int limit) =>
        SessionHost.StartAsync(SmallApp.Map, options => options.MaxSessionsPerUser = limit);

    private static async Task<Browser[]> SignInAsync(SessionHost host, int count)
    {
        Browser[] browsers = [.. Enumerable.Range(0, count).Select(_ => host.NewBrowser())];
        foreach (Browser browser in browsers)
            await browser.GetAsync("/sign-in/alice");

        return browsers;
    }

    private static async Task<string[]> AskAsync(IEnumerable<Browser> browsers, string path)
    {
        List<string> answers = [];
        foreach (Browser browser in browsers)
            answers.Add((await browser.GetAsync(path)).Body);

        return [.. answers];
    }

    private static SessionId? IdOf(Browser browser) => SessionToken.TryParse(browser.Token, out SessionToken token) ? token.Id : null;
}
