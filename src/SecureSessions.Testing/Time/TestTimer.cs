namespace SecureSessions.Testing;

/// <summary>A timer of <see cref="TestClock"/>: after each time that it fires, its next one counts from the present.</summary>
internal sealed class TestTimer : ITimer
{
    private readonly ITimer _next;
    private readonly Action _callback;
    private long _period = Timeout.InfiniteTimeSpan.Ticks;

    public TestTimer(TimeProvider clock, Action callback)
    {
        _callback = callback;
        _next = clock.CreateTimer(
            static timer => ((TestTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Exchange(ref _period, period.Ticks);
        return _next.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _next.Dispose();

    public ValueTask DisposeAsync() => _next.DisposeAsync();

    private void Fire()
    {
        // Before the callback, which may change or dispose the timer.
        if (Interlocked.Read(ref _period) is > 0 and var period)
            _next.Change(TimeSpan.FromTicks(period), Timeout.InfiniteTimeSpan);
        _callback();
    }
}
