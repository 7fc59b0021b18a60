namespace SecureSessions.TestKit;

/// <summary>A clock that stands still until it is told to move. Timers fire inside <see cref="Advance"/>, in order of their time.</summary>
/// <remarks>
/// The one of Microsoft.Extensions.TimeProvider.Testing shows every timer the time at the end of the advance, so that one of 1 second fires
/// four times at second 4; what is swept, renewed or warned of on a timer would be tried at moments that it never sees.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private long _elapsed;
    private DateTimeOffset _wallClockStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private TimeSpan Elapsed
    {
        get => TimeSpan.FromTicks(_elapsed);
        set => Volatile.Write(ref _elapsed, value.Ticks);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    // Asked much more often than it changes, by all sweeps of all stores.
    public override long GetTimestamp() => Volatile.Read(ref _elapsed);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _wallClockStart + Elapsed;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_lock)
            _timers.Add(timer);

        return timer;
    }

    /// <summary>Moves the wall clock and nothing else, as an administrator or a time server would.</summary>
    public void JumpWallClock(TimeSpan distance)
    {
        lock (_lock)
            _wallClockStart += distance;
    }

    public void Advance(TimeSpan duration)
    {
        TimeSpan target = Elapsed + duration;
        while (MoveToNextTimer(target) is { } timer)
            timer.Fire();
    }

    /// <summary>Moves at once, as after a suspension of the machine: timers fire late and once.</summary>
    public void Leap(TimeSpan duration)
    {
        ManualTimer[] late;
        lock (_lock)
        {
            Elapsed += duration;
            late = [.. _timers.Where(timer => timer.DueAt <= Elapsed).OrderBy(static timer => timer.DueAt)];
        }

        foreach (ManualTimer timer in late)
            timer.Fire();
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_lock)
            _timers.Remove(timer);
    }

    private ManualTimer? MoveToNextTimer(TimeSpan target)
    {
        lock (_lock)
        {
            ManualTimer? next = _timers.Where(timer => timer.DueAt <= target).MinBy(static timer => timer.DueAt);
            Elapsed = next?.DueAt ?? target;
            return next;
        }
    }
}
