namespace SecureSessions.Benchmarks.Memory;

/// <summary>The system's clock, put forward: deadlines pass when they are to, and the timers still tick in real time.</summary>
internal sealed class ShiftedTimeProvider : TimeProvider
{
    private long _shift;

    public void Shift(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _shift)).TotalSeconds * TimestampFrequency);
}
