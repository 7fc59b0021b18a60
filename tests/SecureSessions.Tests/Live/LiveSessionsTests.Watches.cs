using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Live;

// The watches of a session, and the calls to the store that they cost.
public sealed partial class LiveSessionsTests
{
    [Fact]
    public async Task All_watches_of_one_session_share_its_checks_and_all_fire()
    {
        LoadedSession session = await _live.LoadAsync(_browser);
        SessionWatch[] watches = [.. Enumerable.Range(0, 50).Select(_ => _live.Watch(session))];
        await AdvanceAsync(Interval);
        Assert.Equal(2, _live.Checks);

        await _browser.GetAsync("/sign-out");

        await Task.WhenAll(watches.Select(static watch => LiveHost.WaitForAsync(watch.Ended)));
        Assert.Equal(3, _live.Checks);
        Array.ForEach(watches, static watch => watch.Dispose());
    }

    [Fact]
    public async Task A_disposed_watch_does_not_fire_and_the_others_do()
    {
        SessionWatch gone = await _live.WatchAsync(_browser);
        using SessionWatch watch = await _live.WatchAsync(_browser);

        gone.Dispose();
        await _browser.GetAsync("/sign-out");

        await LiveHost.WaitForAsync(watch.Ended);
        Assert.False(gone.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task A_session_without_watches_is_not_checked()
    {
        (await _live.WatchAsync(_browser)).Dispose();

        _live.Clock.Advance(10 * Interval);
        _live.Announcements.Alarm();
        _live.Announcements.Announce(LiveHost.IdOf(_browser));

        Assert.Equal(1, _live.Checks);
    }

    [Fact]
    public async Task Announcements_are_not_subscribed_to_before_the_first_watch()
    {
        Assert.Equal(0, _live.Announcements.Listeners);

        using SessionWatch one = await _live.WatchAsync(_browser);
        using SessionWatch other = await _live.WatchAsync(_browser);

        Assert.Equal(1, _live.Announcements.Listeners);
    }

    [Fact]
    public async Task A_callback_that_throws_or_never_returns_does_not_affect_other_watches()
    {
        using var release = new SemaphoreSlim(0);
        using SessionWatch throwing = await _live.WatchAsync(_browser);
        using SessionWatch blocking = await _live.WatchAsync(_browser);
        using SessionWatch watch = await _live.WatchAsync(_browser);
        await using CancellationTokenRegistration bad = throwing.Ended.Register(
            static () => throw new InvalidOperationException("A callback throws."));
        CancellationTokenRegistration slow = blocking.Ended.Register(() => release.Wait(Patience.Limit));

        await _browser.GetAsync("/sign-out");

        await LiveHost.WaitForAsync(watch.Ended);
        release.Release();
        await slow.DisposeAsync();
        await Poll.UntilAsync(() => _live.Host.Logs.Of("session_end_callback_fail").Count == 1, "it is logged");
    }

    [Fact]
    public async Task A_check_of_all_live_sessions_makes_a_limited_number_of_store_calls_at_once()
    {
        const int Sessions = 200;
        int under = 0, most = 0;
        LoadedSession session = await _live.LoadAsync(_browser);
        _live.Store.Before = async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref under));
            await Task.Delay(TimeSpan.FromMilliseconds(1));
            Interlocked.Decrement(ref under);
        };

        SessionWatch[] watches = [.. Enumerable.Range(0, Sessions).Select(
            _ => _live.Watch(session with { Record = session.Record with { Id = RandomValues.Id() } }))];

        await Task.WhenAll(watches.Select(static watch => LiveHost.WaitForAsync(watch.Ended)));
        Assert.InRange(most, 2, 32);
        Assert.Equal(Sessions, _live.Checks);
    }
}
