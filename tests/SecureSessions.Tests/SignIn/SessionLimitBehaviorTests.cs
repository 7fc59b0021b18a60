using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.SignIn;

/// <summary>A sign-in beyond the limit can also be refused, or allowed and reported.</summary>
public sealed class SessionLimitBehaviorTests
{
    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task A_refused_sign_in_is_answered_409_without_a_cookie_and_ends_nothing()
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.RefuseNew);
        Browser[] browsers = await SignInAsync(host, 2);
        using Browser third = host.NewBrowser();

        Page page = await third.GetAsync("/sign-in/alice");

        Assert.Equal(
            (HttpStatusCode.Conflict, "", 0, "no-store"), (page.Status, page.Body, page.SetCookies.Count, page.Header("Cache-Control")));
        Assert.Equal("alice alice nobody", await WhoAsync([.. browsers, third]));
        SecureSessionEvent exceeded = Assert.Single(host.Events.Of(SessionEventType.LimitExceeded));
        Assert.Equal((null, "alice", "2"), (exceeded.SessionId, exceeded.UserId, exceeded.Detail));
        Assert.Empty(host.Events.Of(SessionEventType.Expired));
        Assert.Equal(2, (await ListAsync(host)).Length);
    }

    [Fact]
    public async Task An_app_can_catch_the_refusal_and_say_what_to_do()
    {
        var script = new Script();
        await using SessionHost host = await StartAsync(SessionLimitBehavior.RefuseNew, app => script.Map(app));
        await SignInAsync(host, 2);
        using Browser third = host.NewBrowser();

        SessionLimitException refused = await script.AskAsync(third, static context => Assert.ThrowsAsync<SessionLimitException>(
            () => context.SignInAsync(SmallApp.PrincipalOf("alice"))));

        Assert.Equal(2, refused.Limit);
        Assert.Contains(
            "MaxSessionsPerUser allows, which is 2. Let the user end another session", refused.Message, StringComparison.Ordinal);
        Assert.Null(third.Token);
    }

    [Fact]
    public async Task A_refused_visitor_keeps_the_anonymous_session_and_its_values()
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.RefuseNew);
        await SignInAsync(host, 2);
        using Browser third = host.NewBrowser();
        await third.GetAsync("/set/cart/1");

        await third.GetAsync("/sign-in/alice");

        Assert.Equal("1", (await third.GetAsync("/get/cart")).Body);
    }

    [Theory]
    [InlineData(SessionLimitBehavior.RefuseNew)]
    [InlineData(SessionLimitBehavior.AllowAndNotify)]
    public async Task Signing_in_again_in_one_browser_counts_once(SessionLimitBehavior behavior)
    {
        await using SessionHost host = await StartAsync(behavior);
        Browser[] browsers = await SignInAsync(host, 2);

        Page page = await browsers[0].GetAsync("/sign-in/alice");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("alice alice", await WhoAsync(browsers));
        Assert.Empty(host.Events.Of(SessionEventType.LimitExceeded));
    }

    [Theory]
    [InlineData("/sign-out")]
    [InlineData("/sign-in/bob")]
    public async Task A_session_that_ended_does_not_count_against_the_limit(string path)
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.RefuseNew);
        Browser[] browsers = await SignInAsync(host, 2);
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Remove);
        await browsers[0].GetAsync(path);
        host.Store.Heal();

        Browser[] third = await SignInAsync(host, 1);

        Assert.Equal("alice", await WhoAsync(third));
        Assert.Equal(2, (await ListAsync(host)).Length);
        Assert.Single(await host.Store.InnerIndex.HistoryAsync("alice", default));
    }

    [Fact]
    public async Task A_session_that_timed_out_does_not_count_and_stays_listed_until_it_is_reported()
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.RefuseNew);
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.LeaseDue);
        await SignInAsync(host, 2);
        host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Browser[] third = await SignInAsync(host, 1);
        host.Store.Heal();
        host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);

        Assert.Equal("alice", await WhoAsync(third));
        Assert.Equal(2, host.Events.Of(SessionEventType.Expired).Count(static e => e.Reason == SessionEndReason.IdleTimeout));
        Assert.Single(await ListAsync(host));
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAfterYield, StoreOperation.List)]
    [InlineData(StoreFault.Hangs, StoreOperation.List)]
    [InlineData(StoreFault.ThrowsAfterYield, StoreOperation.Peek)]
    [Trait("Requirement", "ST-5")]
    public async Task A_sign_in_is_refused_if_the_sessions_cannot_be_counted(StoreFault fault, StoreOperation operation)
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.RefuseNew);
        await SignInAsync(host, 2);
        using Browser third = host.NewBrowser();
        host.Store.Fail(fault, operation);

        Page page = await host.WhileTimePassesAsync(third.GetAsync("/sign-in/alice"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 0), (page.Status, page.SetCookies.Count));
        Assert.Equal(2, (await ListAsync(host)).Length);
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task A_sign_in_that_is_allowed_beyond_the_limit_is_reported_and_ends_nothing()
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.AllowAndNotify);
        Browser[] browsers = await SignInAsync(host, 3);

        Assert.Equal("alice alice alice", await WhoAsync(browsers));
        SecureSessionEvent exceeded = Assert.Single(host.Events.Of(SessionEventType.LimitExceeded));
        Assert.Equal(("alice", "2"), (exceeded.UserId, exceeded.Detail));
        Assert.Equal(host.Events.Of(SessionEventType.Created)[^1].SessionId, exceeded.SessionId);
        Assert.Empty(host.Events.Of(SessionEventType.Expired));
    }

    [Fact]
    public async Task With_AllowAndNotify_a_sign_in_succeeds_if_the_sessions_cannot_be_counted()
    {
        await using SessionHost host = await StartAsync(SessionLimitBehavior.AllowAndNotify);
        await SignInAsync(host, 2);
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.List);

        Assert.Equal("alice", await WhoAsync(await SignInAsync(host, 1)));
    }

    private static Task<SessionHost> StartAsync(SessionLimitBehavior behavior, Action<WebApplication>? map = null) =>
        SessionHost.StartAsync(
        app =>
        {
            SmallApp.Map(app);
            map?.Invoke(app);
        },
        options =>
        {
            options.MaxSessionsPerUser = 2;
            options.SessionLimit = behavior;
        });

    private static async Task<Browser[]> SignInAsync(SessionHost host, int count)
    {
        Browser[] browsers = [.. Enumerable.Range(0, count).Select(_ => host.NewBrowser())];
        foreach (Browser browser in browsers)
            await browser.GetAsync("/sign-in/alice");

        return browsers;
    }

    private static async Task<string> WhoAsync(IEnumerable<Browser> browsers)
    {
        List<string> users = [];
        foreach (Browser browser in browsers)
            users.Add((await browser.GetAsync("/who")).Body);

        return string.Join(' ', users);
    }

    private static async Task<IndexedSession[]> ListAsync(SessionHost host) => [.. await host.Store.InnerIndex.ListAsync("alice", default)];
}
