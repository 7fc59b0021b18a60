using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Users;

/// <summary>The end of a user's session by timeout is reported once, with or without a request for the session.</summary>
public sealed class DeadlineWatchTests : IAsyncLifetime
{
    private readonly List<Browser> _browsers = [];
    private SessionHost _host = null!;

    public async Task InitializeAsync() => _host = await SessionHost.StartAsync(SmallApp.Map);

    public async Task DisposeAsync()
    {
        _browsers.ForEach(static browser => browser.Dispose());
        await _host.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "TO-3")]
    [Trait("Requirement", "LG-1")]
    public async Task A_session_that_nobody_asks_for_is_reported_when_it_expires()
    {
        Browser browser = await SignInAsync("alice");

        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout - TimeSpan.FromSeconds(1));
        Assert.Empty(Expired);
        _host.Clock.Advance(TimeSpan.FromSeconds(1) + SecureSessionDefaults.DeadlineCheckInterval);

        SecureSessionEvent told = Assert.Single(Expired);
        Assert.Equal((SessionEndReason.IdleTimeout, "alice", IdOf(browser)), (told.Reason, told.UserId, told.SessionId));
        Assert.Equal(new RequestOrigin(null, null, null), told.Origin);
    }

    [Fact]
    [Trait("Requirement", "MS-4")]
    public async Task An_expired_session_is_off_the_list_and_in_the_history()
    {
        Browser browser = await SignInAsync("alice");

        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Empty(await _host.Store.InnerIndex.ListAsync("alice", default));
        EndedSession past = Assert.Single(await _host.Store.InnerIndex.HistoryAsync("alice", default));
        Assert.Equal((IdOf(browser), SessionEndReason.IdleTimeout), (past.Id, past.Reason));
        Assert.Equal(SecureSessionDefaults.IdleTimeout, past.EndedAt - past.CreatedAt);
    }

    [Fact]
    public async Task A_session_in_use_is_reported_when_its_activity_has_ended()
    {
        Browser browser = await SignInAsync("alice");
        for (int i = 0; i < 5; i++)
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(15));
            Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
        }

        _host.Clock.Advance(TimeSpan.FromMinutes(19));
        Assert.Empty(Expired);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(Expired);
    }

    [Fact]
    public async Task An_anonymous_session_is_reported_when_its_cookie_comes_back()
    {
        Browser browser = _host.NewBrowser();
        await browser.GetAsync("/set/a/1");

        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
        Assert.Empty(Expired);
        await browser.GetAsync("/who");

        Assert.Null(Assert.Single(Expired).UserId);
    }

    [Fact]
    [Trait("Requirement", "LG-1")]
    public async Task Of_many_sessions_each_is_reported_once_though_requests_arrive_at_the_same_time()
    {
        foreach (string user in Enumerable.Range(0, 100).Select(static i => $"user{i}"))
            await SignInAsync(user);
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout - SecureSessionDefaults.DeadlineCheckInterval);

        Task[] requests = [.. _browsers.Select(browser => Task.Run(() => browser.GetAsync("/poll")))];
        _host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);
        await Task.WhenAll(requests);
        foreach (Browser browser in _browsers)
            await browser.GetAsync("/who");

        Assert.Equal(_browsers.Select(IdOf).ToHashSet(), Expired.Select(static told => told.SessionId).ToHashSet());
        Assert.Equal(100, Expired.Count);
    }

    [Theory]
    [InlineData(StoreOperation.LeaseDue)]
    [InlineData(StoreOperation.Peek)]
    public async Task The_watch_waits_while_the_store_fails_and_reports_each_end_once(StoreOperation operation)
    {
        await SignInAsync("alice");
        _host.Store.Fail(StoreFault.ThrowsAtOnce, operation);
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout + TimeSpan.FromMinutes(2));
        Assert.Empty(Expired);

        _host.Store.Heal();
        _host.Clock.Advance(SecureSessionDefaults.DeadlineLease);

        Assert.Single(Expired);
        Assert.NotEmpty(_host.Logs.Of("session_store_fail"));
    }

    [Theory]
    [InlineData(StoreOperation.Remove)]
    [InlineData(StoreOperation.Complete)]
    public async Task A_process_that_dies_after_its_report_makes_another_process_report_again(StoreOperation operation)
    {
        await SignInAsync("alice");
        _host.Store.Fail(StoreFault.ThrowsAtOnce, operation);
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
        _host.Store.Heal();
        _host.Clock.Advance(SecureSessionDefaults.DeadlineLease * 3);

        Assert.Equal(2, Expired.Count);
        Assert.Empty(await _host.Store.InnerIndex.ListAsync("alice", default));
    }

    [Fact]
    public async Task No_round_of_the_watch_begins_while_another_one_hangs()
    {
        var hold = new TaskCompletionSource();
        int rounds = 0;
        _host.Store.Before = async operation =>
        {
            if (operation == StoreOperation.LeaseDue && ++rounds == 1)
                await hold.Task;
        };
        _host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, rounds);
        hold.SetResult();

        // The round that was held ends on a thread of its own, and so perhaps after the first interval.
        await Poll.UntilAsync(LooksAgain, "it looks again");

        bool LooksAgain()
        {
            _host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);
            return rounds > 1;
        }
    }

    [Fact]
    public async Task A_stopped_watch_processes_nothing_more()
    {
        await SignInAsync("alice");
        await _host.Services.GetServices<IHostedService>().OfType<DeadlineWatch>().Single().StopAsync(CancellationToken.None);
        _host.Store.ForgetCalls();

        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Empty(_host.Store.Calls);
    }

    [Fact]
    public async Task The_calls_of_a_sign_in_are_activities_and_those_of_the_watch_begin_no_trace()
    {
        using var activities = new ActivityRecorder("SecureSessions");
        await SignInAsync("alice");
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Contains(StoreOperation.LeaseDue, _host.Store.Calls);
        string[] names = [.. activities.Stopped.Select(static activity => activity.OperationName)];
        Assert.Superset(new HashSet<string>(["SecureSessions.Reserve", "SecureSessions.Create"]), new HashSet<string>(names));
        Assert.DoesNotContain("SecureSessions.LeaseDue", names);
    }

    [Fact]
    public async Task A_request_that_only_reads_or_writes_asks_nothing_of_the_users_port()
    {
        Browser browser = await SignInAsync("alice");
        _host.Store.ForgetCalls();

        await browser.GetAsync("/who");
        await browser.GetAsync("/set/a/1");

        Assert.Equal([StoreOperation.Find, StoreOperation.Find, StoreOperation.Replace], _host.Store.Calls);
    }

    private IReadOnlyList<SecureSessionEvent> Expired => _host.Events.Of(SessionEventType.Expired);

    private async Task<Browser> SignInAsync(string user)
    {
        Browser browser = _host.NewBrowser();
        _browsers.Add(browser);
        await browser.GetAsync($"/sign-in/{user}");
        return browser;
    }

    private static SessionId? IdOf(Browser browser) => SessionToken.TryParse(browser.Token, out SessionToken token) ? token.Id : null;
}
