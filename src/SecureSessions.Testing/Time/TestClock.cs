using Microsoft.Extensions.Time.Testing;

namespace SecureSessions.Testing;

/// <summary>
/// The <see cref="TimeProvider"/> of an app that is tested: that of the test, except that a timer that was due several times while the
/// clock moved fires once, as after a suspension of the machine.
/// </summary>
/// <remarks>
/// <see cref="FakeTimeProvider"/> fires a timer of 5 seconds half a million times when 30 days pass, each time at their end. The sessions
/// of an app have several such timers, and nothing happens after the first time.
/// </remarks>
internal sealed class TestClock(FakeTimeProvider clock) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <summary>The clock that the test moves.</summary>
    public FakeTimeProvider Clock => clock;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(clock, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
