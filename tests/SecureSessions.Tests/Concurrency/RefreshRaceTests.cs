using System.Net;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

/// <summary>Several things at once with a session whose user's privileges have changed.</summary>
public sealed class RefreshRaceTests : IAsyncLifetime
{
    private readonly RoleBook _book = new();
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "RG-1")]
    [Trait("Requirement", "RG-3")]
    public async Task Six_parallel_requests_all_succeed_with_the_new_role_and_one_new_cookie(bool renewalIsDue)
    {
        if (renewalIsDue)
            _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await ChangeRoleAsync("admin");
        AllArriveBeforeOneIsAnswered(6);

        Page[] pages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _browser.SendKeepingJarAsync(HttpMethod.Get, "/role")));

        Assert.All(pages, static page => Assert.Equal((HttpStatusCode.OK, "admin"), (page.Status, page.Body)));
        Assert.Single(pages.SelectMany(static page => page.SetCookies).Distinct());
        Assert.Equal((1, 1), (_host.Events.Of(SessionEventType.Refreshed).Count, _host.Events.Of(SessionEventType.Renewed).Count));
        _browser.Jar.Store(pages[0].SetCookies);
        _host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(("admin", 6), ((await _browser.GetAsync("/role")).Body, _book.Asked));
    }

    [Fact]
    [Trait("Requirement", "RG-3")]
    public async Task A_hundred_interleaved_requests_that_write_all_succeed_and_lose_nothing()
    {
        await ChangeRoleAsync("admin");
        _host.Store.Before = static async _ => await Task.Yield();

        Page[] pages = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _browser.GetAsync($"/set/k{i}/1")));

        Assert.All(pages, static page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.Equal("admin", (await _browser.GetAsync("/role")).Body);
        Assert.Equal(100, await _script.AskAsync(_browser, static context => context.Session.Keys.Count()));
        Assert.Single(_host.Events.Of(SessionEventType.Refreshed));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_second_change_while_the_first_is_answered_is_kept()
    {
        await ChangeRoleAsync("admin");
        Hold hold = HoldAnswer();
        Task<Page> first = _browser.GetAsync("/role");
        await hold.Reached;

        _book.BeforeAnswer = null;
        await ChangeRoleAsync("guest");
        hold.Release();

        Assert.Equal("admin", (await first).Body);
        Assert.Equal("guest", (await _browser.GetAsync("/role")).Body);
        Assert.Equal("guest", (await _browser.GetAsync("/role")).Body);
        Assert.Equal(2, _book.Asked);
    }

    [Fact]
    public async Task What_an_earlier_request_writes_meanwhile_is_kept()
    {
        var running = new Hold();
        Task<Page> writer = _script.RunAsync(_browser, async context =>
        {
            context.Session.SetString("a", "1");
            await running.WaitAsync();
        });
        await running.Reached;
        await ChangeRoleAsync("admin");
        Hold hold = HoldAnswer();
        Task<Page> refreshing = _browser.GetAsync("/role");
        await hold.Reached;
        running.Release();
        Assert.Equal(HttpStatusCode.OK, (await writer).Status);

        hold.Release();

        Assert.Equal("admin", (await refreshing).Body);
        Assert.Equal(("1", "admin"), ((await _browser.GetAsync("/get/a")).Body, (await _browser.GetAsync("/role")).Body));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task What_a_stale_answer_would_undo_is_asked_for_again()
    {
        await ChangeRoleAsync("admin");
        Hold hold = HoldAnswer();
        Task<Page> slow = _browser.SendKeepingJarAsync(HttpMethod.Get, "/role");
        await hold.Reached;
        _book.BeforeAnswer = null;
        await _browser.GetAsync("/role");
        await ChangeRoleAsync("guest");

        // It read a mark of the same number as there is now, and another mark was meant by it.
        hold.Release();

        Assert.Equal("guest", (await slow).Body);
        Assert.Equal("guest", (await _browser.GetAsync("/role")).Body);
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task A_session_that_is_ended_meanwhile_is_not_brought_back()
    {
        await ChangeRoleAsync("admin");
        Hold hold = HoldAnswer();
        Task<Page> refreshing = _browser.GetAsync("/role");
        await hold.Reached;

        await _host.Manager.EndAllAsync("alice");
        hold.Release();

        Page page = await refreshing;
        Assert.Equal(("none", 0), (page.Body, page.SetCookies.Count));
        Assert.Empty(await _host.Manager.ListAsync("alice"));
        Assert.Empty(_host.Events.Of(SessionEventType.Refreshed));
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task Of_six_parallel_requests_of_a_user_who_is_barred_one_ends_the_session_and_none_is_served_as_the_user()
    {
        await ChangeRoleAsync("admin");
        _book.Bar("alice");
        AllArriveBeforeOneIsAnswered(6);

        Page[] pages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _browser.SendKeepingJarAsync(HttpMethod.Get, "/who")));

        Assert.All(pages, static page => Assert.Equal((HttpStatusCode.OK, "nobody"), (page.Status, page.Body)));
        Assert.Single(pages.SelectMany(static page => page.SetCookies));
        Assert.Single(_host.Events.Of(SessionEventType.Expired));
    }

    public async Task InitializeAsync()
    {
        _host = await _book.StartAsync(app => _script.Map(app));
        _browser = (await _host.SignInAsync("alice"))[0];
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private Task<int> ChangeRoleAsync(string role)
    {
        _book.Give("alice", role);
        return _host.Manager.RequireRefreshAsync("alice");
    }

    private Hold HoldAnswer()
    {
        var hold = new Hold();
        _book.BeforeAnswer = _ => hold.WaitAsync();
        return hold;
    }

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
