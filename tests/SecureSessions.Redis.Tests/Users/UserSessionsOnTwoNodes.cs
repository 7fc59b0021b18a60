using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A user's sessions, listed, ended and refreshed on one node, and used on another.</summary>
public abstract class UserSessionsOnTwoNodes(string configuration) : IAsyncLifetime
{
    private readonly string _prefix = RedisPorts.NewPrefix();
    private readonly RoleBook _book = new();
    private SessionHost _a = null!;
    private SessionHost _b = null!;

    [Fact]
    [Trait("Requirement", "MS-1")]
    [Trait("Requirement", "MS-2")]
    [Trait("Requirement", "MS-4")]
    public async Task Every_node_lists_them_and_ends_one_of_them_and_none_of_another_user()
    {
        Browser[] browsers = [.. await _a.SignInAsync("alice", "bob"), .. await _b.SignInAsync("alice")];
        SessionId[] ids = [.. browsers.Select(static browser => browser.SessionId())];

        Assert.Equal([ids[2], ids[0]], (await _a.Manager.ListAsync("alice")).Select(static session => session.Id));
        Assert.False(await _b.Manager.EndAsync("alice", ids[1]));
        Assert.True(await _b.Manager.EndAsync("alice", ids[0]));

        Assert.Equal(["nobody", "bob", "alice"], await browsers.AskAsync("/who"));
        Assert.Equal([ids[2]], (await _a.Manager.ListAsync("alice")).Select(static session => session.Id));
        Assert.Equal(
            (ids[0], SessionEndReason.Revoked),
            (await _a.Manager.HistoryAsync("alice")).Select(static past => (past.Id, past.Reason)).Single());
    }

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task All_are_ended_also_one_whose_sign_in_is_under_way_on_the_other_node()
    {
        Browser[] browsers = [.. await _a.SignInAsync("alice"), .. await _b.SignInAsync("alice", "bob")];
        var hold = new Hold();
        _a.Store.Before = operation => operation == StoreOperation.Create ? hold.WaitAsync() : Task.CompletedTask;
        using Browser late = _a.NewBrowser();
        Task<Page> signIn = late.GetAsync("/sign-in/alice");
        await hold.Reached;

        Assert.Equal(2, await _b.Manager.EndAllAsync("alice"));
        hold.Release();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, null), ((await signIn).Status, late.Token));
        Assert.Equal(["nobody", "nobody", "bob"], await browsers.AskAsync("/who"));
        Assert.Empty(await _a.Manager.ListAsync("alice"));
        Assert.Empty(await _a.Store.InnerIndex.ListAsync("alice", CancellationToken.None));
        Assert.Equal(["alice"], await (await _a.SignInAsync("alice")).AskAsync("/who"));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    [Trait("Requirement", "RG-3")]
    public async Task Six_parallel_requests_on_both_nodes_all_succeed_with_the_new_role_and_one_new_cookie()
    {
        (Browser onA, Browser onB) = await SignInAsync();
        for (int round = 0; round < 20; round++)
        {
            await ChangeRoleAsync($"role-{round}");
            AllArriveBeforeOneIsAnswered(6);

            Page[] pages = await Task.WhenAll(
                Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? onA : onB).SendKeepingJarAsync(HttpMethod.Get, "/role")));

            Assert.All(pages, page => Assert.Equal((HttpStatusCode.OK, $"role-{round}"), (page.Status, page.Body)));
            Assert.InRange(pages.SelectMany(static page => page.SetCookies).Distinct().Count(), 0, 1);
            onA.Jar.Store(pages[0].SetCookies);
        }

        // A renewal has a grace, in which only the principal is written.
        Assert.Equal(20, Count(SessionEventType.Refreshed));
        Assert.InRange(Count(SessionEventType.Renewed), 1, 3);
        Assert.Equal(
            0, Count(SessionEventType.SpentSecretRefused) + Count(SessionEventType.UsedAfterExpire) + Count(SessionEventType.LoadFailed));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_second_change_while_the_first_is_answered_is_kept()
    {
        (Browser onA, Browser onB) = await SignInAsync();
        await ChangeRoleAsync("admin");
        var hold = new Hold();
        _book.BeforeAnswer = _ => hold.WaitAsync();
        Task<Page> first = onA.SendAsync(HttpMethod.Get, "/role");
        await hold.Reached;

        _book.BeforeAnswer = null;
        await ChangeRoleAsync("guest");
        hold.Release();

        Assert.Equal("admin", (await first).Body);
        Assert.Equal(["guest", "guest"], await new[] { onB, onA }.AskAsync("/role"));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_demand_of_one_node_holds_on_the_other_at_the_very_next_request_until_the_user_has_stepped_up()
    {
        (Browser onA, Browser onB) = await SignInAsync();
        Assert.Equal(HttpStatusCode.OK, (await onA.GetAsync("/recent")).Status);
        _book.Give("alice", "admin");

        Assert.Equal(1, await _b.Manager.RequireRefreshAsync("alice", reauthenticate: true));

        Assert.Equal(HttpStatusCode.Unauthorized, (await onA.GetAsync("/recent")).Status);
        Assert.Equal(("admin", HttpStatusCode.Unauthorized), ((await onB.GetAsync("/role")).Body, (await onB.GetAsync("/recent")).Status));
        await onB.GetAsync("/step-up");
        Assert.Equal(HttpStatusCode.OK, (await onA.GetAsync("/recent")).Status);
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task Of_a_hundred_sign_ins_at_once_with_a_limit_that_the_app_sets_for_them_exactly_one_lives()
    {
        Browser[] browsers = [.. Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? _a : _b).NewBrowser())];

        await Task.WhenAll(browsers.Select(static browser => Task.Run(() => browser.GetAsync("/sign-in/admin"))));

        Assert.Single(await _a.Manager.ListAsync("admin"));
        Assert.Single(await browsers.AskAsync("/who"), "admin");
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task A_session_that_is_ended_while_it_is_refreshed_is_not_brought_back()
    {
        (Browser onA, _) = await SignInAsync();
        await ChangeRoleAsync("admin");
        var hold = new Hold();
        _book.BeforeAnswer = _ => hold.WaitAsync();
        Task<Page> refreshing = onA.GetAsync("/role");
        await hold.Reached;

        Assert.Equal(1, await _b.Manager.EndAllAsync("alice"));
        hold.Release();

        Assert.Equal(("none", 0), ((await refreshing).Body, (await refreshing).SetCookies.Count));
        Assert.Equal("nobody", (await onA.GetAsync("/who")).Body);
        Assert.Empty(await _a.Manager.ListAsync("alice"));
    }

    [Fact]
    [Trait("Requirement", "TM-5")]
    public async Task A_new_key_prefix_ends_the_sessions_of_all_users()
    {
        Browser[] browsers = await _a.SignInAsync("alice", "bob");
        await using SessionHost after = await StartNodeAsync(RedisPorts.NewPrefix());

        Assert.Equal(["nobody", "nobody"], await browsers.Select(browser => new Browser(after.NewClient(), browser.Jar)).AskAsync("/who"));
    }

    public async Task InitializeAsync()
    {
        _a = await StartNodeAsync(_prefix);
        _b = await StartNodeAsync(_prefix);
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    private async Task<SessionHost> StartNodeAsync(string prefix)
    {
        SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            TimeProvider = TimeProvider.System,
            Configure = static options =>
            {
                options.StoreTimeout = Patience.StoreTimeout;
                options.LifetimePolicy = static context =>
                {
                    if (context.UserId == "admin")
                        context.MaxSessions = 1;
                    return ValueTask.CompletedTask;
                };
            },
            ConfigureSessions = sessions =>
                _book.AddTo(sessions.AddRedisStore(options => (options.Configuration, options.KeyPrefix) = (configuration, prefix))),
            Map = Map,
        });
        await RedisHost.WaitUntilServedAsync(host);
        return host;
    }

    private static void Map(WebApplication app)
    {
        RoleBook.Map(app);
        app.MapGet("/recent", static () => "ok").RequireFreshAuthentication(TimeSpan.FromMinutes(5));
        app.MapGet("/step-up", static (HttpContext context) => context.GetSecureSession().StepUp(["otp"]));
    }

    /// <summary>One browser that uses both nodes.</summary>
    private async Task<(Browser OnA, Browser OnB)> SignInAsync()
    {
        Browser onA = (await _a.SignInAsync("alice"))[0];
        return (onA, new Browser(_b.NewClient(), onA.Jar));
    }

    private async Task ChangeRoleAsync(string role)
    {
        _book.Give("alice", role);
        Assert.Equal(1, await _b.Manager.RequireRefreshAsync("alice"));
    }

    private int Count(SessionEventType type) => _a.Events.Of(type).Count + _b.Events.Of(type).Count;

    // So that every request has read the marked session before any of them can write.
    private void AllArriveBeforeOneIsAnswered(int count)
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int left = count;
        _book.BeforeAnswer = _ =>
        {
            if (Interlocked.Decrement(ref left) == 0)
                all.SetResult();
            return all.Task;
        };
    }
}
