using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Timers_fire_in_order_of_their_time_and_at_it()
    {
        List<string> fired = [];
        long start = _clock.GetTimestamp();
        using ITimer third = Timer("once", seconds: 3, Timeout.InfiniteTimeSpan);
        using ITimer second = Timer("each", seconds: 2, TimeSpan.FromSeconds(2));

        _clock.Advance(TimeSpan.FromSeconds(5));
        second.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["each at 2", "once at 3", "each at 4"], fired);
        Assert.Equal(TimeSpan.FromSeconds(10), _clock.GetElapsedTime(start));

        ITimer Timer(string name, int seconds, TimeSpan period) => _clock.CreateTimer(
            _ => fired.Add($"{name} at {_clock.GetElapsedTime(start).TotalSeconds}"), state: null, TimeSpan.FromSeconds(seconds), period);
    }

    [Fact]
    public void A_jump_of_the_wall_clock_lets_no_time_pass()
    {
        long start = _clock.GetTimestamp();
        DateTimeOffset before = _clock.GetUtcNow();

        _clock.JumpWallClock(TimeSpan.FromHours(-1));

        Assert.Equal(before.AddHours(-1), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _clock.GetElapsedTime(start));
    }
}
