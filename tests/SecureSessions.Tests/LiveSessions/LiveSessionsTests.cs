using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.LiveSessions;

/// <summary>When the end of a session is noticed, and when it is looked for.</summary>
public sealed partial class LiveSessionsTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = SecureSessionDefaults.LiveSessionCheckInterval;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private LiveHost _live = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _live = await LiveHost.StartAsync();
        _browser = await _live.SignInAsync();
        _live.Store.ForgetCalls();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _live.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task An_announcement_is_enough()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await _live.EndElsewhereAsync(watch.SessionId);
        _live.Announcements.Announce(watch.SessionId);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task Without_an_announcement_it_is_found_within_30_seconds()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await _live.EndElsewhereAsync(watch.SessionId);
        Assert.True(Interval + SecureSessionDefaults.StoreTimeout < TimeSpan.FromSeconds(30));
        _live.Clock.Advance(Interval);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task When_announcements_may_have_been_missed_every_session_is_looked_at()
    {
        using Browser other = await _live.SignInAsync("bob");
        using SessionWatch ended = await _live.WatchAsync(_browser);
        using SessionWatch alive = await _live.WatchAsync(other);
        await _live.WaitForLooksAsync(2);

        await _live.EndElsewhereAsync(ended.SessionId);
        _live.Announcements.Alarm();

        await LiveHost.WaitForAsync(ended.Ended);
        Assert.False(await _live.HasFiredAsync(alive, looks: 4));
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task What_this_node_ends_needs_no_announcement()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await _browser.GetAsync("/sign-out");

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    public async Task What_this_node_finds_ended_needs_no_announcement()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await _live.EndElsewhereAsync(watch.SessionId);
        await _browser.GetAsync("/who");

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    public async Task What_ended_before_it_was_watched_is_found_by_the_first_look()
    {
        LoadedSession session = await _live.LoadAsync(_browser);
        await _live.EndElsewhereAsync(session.Record.Id);

        using SessionWatch watch = _live.Watch(session);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    public async Task What_the_store_does_not_know_has_ended()
    {
        LoadedSession session = await _live.LoadAsync(_browser);

        using SessionWatch watch = _live.Watch(session with { Record = session.Record with { Id = RandomValues.Id() } });

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    public async Task An_announcement_is_a_hint_and_the_store_decides()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        _live.Announcements.Announce(watch.SessionId);

        Assert.False(await _live.HasFiredAsync(watch, looks: 2));
    }

    [Fact]
    public async Task What_is_announced_of_others_costs_nothing()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        for (int i = 0; i < 100; i++)
            _live.Announcements.Announce(RandomValues.Id());

        Assert.Equal(1, _live.Looks);
    }

    [Fact]
    public async Task A_look_is_no_activity()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);
        for (TimeSpan passed = TimeSpan.Zero; passed < SecureSessionDefaults.IdleTimeout; passed += Interval)
            _live.Clock.Advance(Interval);

        await LiveHost.WaitForAsync(watch.Ended);
        Assert.Equal("nobody", (await _browser.GetAsync("/who")).Body);
    }
}
