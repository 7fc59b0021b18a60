using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Live;

// Who watches, and what that costs.
public sealed partial class LiveSessionsTests
{
    [Fact]
    public async Task All_who_watch_one_session_share_its_looks_and_are_all_told()
    {
        LoadedSession session = await _live.LoadAsync(_browser);
        SessionWatch[] watches = [.. Enumerable.Range(0, 50).Select(_ => _live.Watch(session))];
        await _live.WaitForLooksAsync(1);
        _live.Clock.Advance(Interval);
        await _live.WaitForLooksAsync(2);

        await _browser.GetAsync("/sign-out");

        await Task.WhenAll(watches.Select(static watch => LiveHost.WaitForAsync(watch.Ended)));
        Assert.Equal(3, _live.Looks);
        Array.ForEach(watches, static watch => watch.Dispose());
    }

    [Fact]
    public async Task Whoever_no_longer_watches_is_not_told_and_the_others_are()
    {
        SessionWatch gone = await _live.WatchAsync(_browser);
        using SessionWatch watch = await _live.WatchAsync(_browser);

        gone.Dispose();
        await _browser.GetAsync("/sign-out");

        await LiveHost.WaitForAsync(watch.Ended);
        Assert.False(gone.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task A_session_that_nobody_watches_any_more_is_not_looked_at()
    {
        (await _live.WatchAsync(_browser)).Dispose();

        _live.Clock.Advance(10 * Interval);
        _live.Announcements.Alarm();
        _live.Announcements.Announce(LiveHost.IdOf(_browser));

        Assert.Equal(1, _live.Looks);
    }

    [Fact]
    public async Task Nothing_is_listened_to_before_there_is_something_to_watch()
    {
        Assert.Equal(0, _live.Announcements.Listeners);

        using SessionWatch one = await _live.WatchAsync(_browser);
        using SessionWatch other = await _live.WatchAsync(_browser);

        Assert.Equal(1, _live.Announcements.Listeners);
    }

    [Fact]
    public async Task A_callback_that_throws_and_one_that_never_returns_keep_nothing_from_the_others()
    {
        using var release = new SemaphoreSlim(0);
        using SessionWatch throwing = await _live.WatchAsync(_browser);
        using SessionWatch blocking = await _live.WatchAsync(_browser);
        using SessionWatch watch = await _live.WatchAsync(_browser);
        await using CancellationTokenRegistration bad = throwing.Ended.Register(static () => throw new InvalidOperationException("A callback throws."));
        CancellationTokenRegistration slow = blocking.Ended.Register(() => release.Wait(Patience.Limit));

        await _browser.GetAsync("/sign-out");

        await LiveHost.WaitForAsync(watch.Ended);
        release.Release();
        await slow.DisposeAsync();
        await Poll.UntilAsync(() => _live.Host.Logs.Of("session_end_callback_fail").Count == 1, "it is logged");
    }

    [Fact]
    public async Task Looking_at_all_of_them_leaves_the_store_room()
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

        SessionWatch[] watches = [.. Enumerable.Range(0, Sessions).Select(_ => _live.Watch(session with { Record = session.Record with { Id = RandomValues.Id() } }))];

        await Task.WhenAll(watches.Select(static watch => LiveHost.WaitForAsync(watch.Ended)));
        Assert.InRange(most, 2, 32);
        Assert.Equal(Sessions, _live.Looks);
    }
}
