using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>A clock that can be made to throw when it is read; its timers go on.</summary>
internal sealed class FailingTimeProvider(ManualTimeProvider clock) : TimeProvider
{
    public bool Fails { get; set; }

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => Fails ? throw new InvalidOperationException("The clock fails.") : clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
