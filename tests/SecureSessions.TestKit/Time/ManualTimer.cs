namespace SecureSessions.TestKit;

/// <summary>A timer of a <see cref="ManualTimeProvider"/>.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, Action callback) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    /// <summary>When it fires next, by the clock's timestamp.</summary>
    public TimeSpan DueAt { get; private set; } = TimeSpan.MaxValue;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        DueAt = After(dueTime);
        return true;
    }

    public void Fire()
    {
        DueAt = After(_period);
        callback();
    }

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private TimeSpan After(TimeSpan delay) =>
        delay == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : TimeSpan.FromTicks(clock.GetTimestamp()) + delay;
}
