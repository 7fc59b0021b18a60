using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Live;

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
    [Trait("Requirement", "RG-1")]
    public async Task A_regeneration_on_this_node_needs_no_announcement_and_is_no_end_for_what_begins_after_it()
    {
        using SessionWatch before = await _live.WatchAsync(_browser);

        await _browser.GetAsync("/regenerate");

        await LiveHost.WaitForAsync(before.Ended);
        using SessionWatch after = await _live.WatchAsync(_browser);
        Assert.False(after.Ended.IsCancellationRequested);
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_change_of_privileges_elsewhere_is_found_within_30_seconds_without_an_announcement()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await _live.Store.Inner.MarkAsync(watch.SessionId, CancellationToken.None);
        _live.Clock.Advance(Interval);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_mark_that_was_answered_since_closes_what_was_opened_before_it_and_not_what_was_opened_after()
    {
        LoadedSession old = await _live.LoadAsync(_browser);
        using SessionWatch before = _live.Watch(old);
        await _live.SettleAsync();
        await MarkAndAnswerAsync(old);

        using SessionWatch after = _live.Watch(await _live.LoadAsync(_browser));
        _live.Announcements.Announce(before.SessionId);

        await LiveHost.WaitForAsync(before.Ended);
        await _live.SettleAsync();
        Assert.False(after.Ended.IsCancellationRequested);
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task Who_is_late_to_watch_a_session_that_changed_meanwhile_is_told_although_others_watch_it()
    {
        LoadedSession old = await _live.LoadAsync(_browser);
        await _browser.GetAsync("/regenerate");
        using SessionWatch current = await _live.WatchAsync(_browser);

        using SessionWatch late = _live.Watch(old);

        await LiveHost.WaitForAsync(late.Ended);
        Assert.False(current.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task A_renewal_tells_nobody()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        _live.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await _browser.GetAsync("/who");
        await _browser.GetAsync("/who");
        _live.Announcements.Announce(watch.SessionId);
        await _live.SettleAsync();

        Assert.False(watch.Ended.IsCancellationRequested);
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

    private async Task MarkAndAnswerAsync(LoadedSession session)
    {
        await _live.Store.Inner.MarkAsync(session.Record.Id, CancellationToken.None);
        var answer = new SessionReplacement
        {
            Id = session.Record.Id,
            ExpectedVersion = session.Record.Version,
            Payload = _live.Host.Services.GetRequiredService<SessionCipher>().SealPayload(
                session.Token.Secret, SessionCipher.Context.Of(session.Record).Next(), session.Payload),
            SeenRefreshMark = 1,
        };
        Assert.Equal(ReplaceStatus.Replaced, await _live.Store.Inner.ReplaceAsync(answer, CancellationToken.None));
    }
}
