using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Live;

public sealed partial class LiveSessionsTests
{
    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_watch_fires_within_a_second_of_the_idle_deadline()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);

        await AdvanceAsync(SecureSessionDefaults.IdleTimeout - Second);
        Assert.False(watch.Ended.IsCancellationRequested);
        _live.Clock.Advance(Second + Second);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    public async Task A_watch_waits_for_an_idle_deadline_that_was_moved()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);
        await AdvanceAsync(SecureSessionDefaults.IdleTimeout - Second);
        await _browser.GetAsync("/who");

        await AdvanceAsync(SecureSessionDefaults.IdleTimeout - Second);
        Assert.False(watch.Ended.IsCancellationRequested);
        _live.Clock.Advance(Second + Second);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Theory]
    [Trait("Requirement", "TM-9")]
    [InlineData(StoreFault.None)]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.Hangs)]
    public async Task A_watch_fires_at_the_absolute_deadline_whatever_the_store_answers(StoreFault fault)
    {
        await using LiveHost live = await LiveHost.StartAsync(
            configure: static options => options.IdleTimeout = options.AbsoluteTimeout = 3 * Second);
        using Browser browser = await live.SignInAsync();
        using SessionWatch watch = await live.WatchAsync(browser);
        live.Store.Fail(fault, StoreOperation.Peek);

        live.Clock.Advance((3 * Second) - TimeSpan.FromMilliseconds(1));
        Assert.False(watch.Ended.IsCancellationRequested);
        live.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.ThrowsLater)]
    public async Task A_store_that_is_down_fires_no_watch_and_is_asked_again(StoreFault fault)
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);
        _live.Store.Fail(fault, StoreOperation.Peek);
        await _live.EndElsewhereAsync(watch.SessionId);

        _live.Announcements.Announce(watch.SessionId);
        Assert.False(await _live.HasFiredAsync(watch, checks: 2));
        _live.Store.Heal();
        _live.Clock.Advance(Second);

        await LiveHost.WaitForAsync(watch.Ended);
    }

    [Fact]
    public async Task The_longer_the_store_is_down_the_less_often_it_is_asked()
    {
        using SessionWatch watch = await _live.WatchAsync(_browser);
        _live.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Peek);
        _live.Announcements.Alarm();

        int checks = 2;
        foreach (int seconds in (int[])[1, 2, 4, 8, 16, 25, 25])
        {
            Assert.False(await _live.HasFiredAsync(watch, checks++));
            _live.Clock.Advance((seconds * Second) - TimeSpan.FromMilliseconds(1));
            Assert.False(await _live.HasFiredAsync(watch, checks - 1));
            _live.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    // The clock moves in steps, and each check is made before the next step, as it would be in real time. A check that is under way while
    // the clock moves would set its timer too late.
    private async Task AdvanceAsync(TimeSpan duration)
    {
        await _live.SettleAsync();
        for (TimeSpan left = duration; left > TimeSpan.Zero; left -= Interval)
        {
            _live.Clock.Advance(left < Interval ? left : Interval);
            await _live.SettleAsync();
        }
    }
}
