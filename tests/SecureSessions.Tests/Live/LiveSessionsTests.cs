using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Live;

/// <summary>When the end of a session is noticed, and when the store is asked.</summary>
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
    public async Task An_announcement_fires_the_watch_of_a_session_that_ended()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await _live.EndElsewhereAsync(watch.SessionId);
        _live.Announcements.Announce(watch.SessionId);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task The_end_of_a_session_is_found_within_30_seconds_without_an_announcement()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await _live.EndElsewhereAsync(watch.SessionId);
        Assert.True(Interval + SecureSessionDefaults.StoreTimeout < TimeSpan.FromSeconds(30));
        _live.Clock.Advance(Interval);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task Every_session_is_checked_when_announcements_may_have_been_missed()
    {
        using Browser other = await _live.SignInAsync("bob");
        using SessionWatch ended = await _live.WatchAsync(_browser);
        using SessionWatch alive = await _live.WatchAsync(other);
        await _live.WaitForChecksAsync(2);

        await _live.EndElsewhereAsync(ended.SessionId);
        _live.Announcements.Alarm();

        await LiveHost.WaitForAsync(ended.Ended);
        Assert.False(await _live.HasFiredAsync(alive, checks: 4));
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_session_that_this_node_ends_fires_its_watch_without_an_announcement()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await _browser.GetAsync("/sign-out");

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_regeneration_on_this_node_fires_earlier_watches_without_an_announcement_and_no_later_ones()
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

        await _live.Store.Inner.MarkAsync(watch.SessionId, reauthenticate: false, CancellationToken.None);
        _live.Clock.Advance(Interval);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_claims_refresh_fires_the_watches_opened_before_it_and_not_those_opened_after()
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
    public async Task A_watch_that_is_added_after_its_privileges_changed_fires_although_the_session_is_watched_already()
    {
        LoadedSession old = await _live.LoadAsync(_browser);
        await _browser.GetAsync("/regenerate");
        using SessionWatch current = await _live.WatchAsync(_browser);

        using SessionWatch late = _live.Watch(old);

        await LiveHost.WaitForAsync(late.Ended);
        Assert.False(current.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task A_renewal_fires_no_watch()
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
    public async Task A_session_that_this_node_finds_ended_fires_its_watch_without_an_announcement()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await _live.EndElsewhereAsync(watch.SessionId);
        await _browser.GetAsync("/who");

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    public async Task A_session_that_ended_before_it_was_watched_is_found_by_the_first_check()
    {
        LoadedSession session = await _live.LoadAsync(_browser);
        await _live.EndElsewhereAsync(session.Record.Id);

        using SessionWatch watch = _live.Watch(session);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    public async Task A_session_that_the_store_does_not_know_has_ended()
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

        Assert.False(await _live.HasFiredAsync(watch, checks: 2));
    }

    [Fact]
    public async Task An_announcement_of_a_session_without_watches_costs_no_store_call()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        for (int i = 0; i < 100; i++)
            _live.Announcements.Announce(RandomValues.Id());

        Assert.Equal(1, _live.Checks);
    }

    [Fact]
    public async Task A_check_of_a_live_session_is_no_activity()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await AdvanceAsync(SecureSessionDefaults.IdleTimeout);

        await LiveHost.WaitForAsync(watch.Ended);
        Assert.Equal("nobody", (await _browser.GetAsync("/who")).Body);
    }

    private async Task MarkAndAnswerAsync(LoadedSession session)
    {
        await _live.Store.Inner.MarkAsync(session.Record.Id, reauthenticate: false, CancellationToken.None);
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
