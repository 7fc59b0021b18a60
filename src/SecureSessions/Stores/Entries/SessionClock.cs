namespace SecureSessions;

/// <summary>The store's time in whole Unix milliseconds: the wall clock as it was at the start, plus what has elapsed since.</summary>
/// <remarks>
/// Setting the wall clock back or forth therefore neither lengthens nor ends a session. The price: a correction of the wall
/// clock is seen after a restart only, and whether time passes while the machine is suspended is up to its monotonic clock.
/// </remarks>
internal sealed class SessionClock
{
    private readonly TimeProvider _timeProvider;
    private readonly long _startTimestamp;
    private readonly long _startMilliseconds;

    public SessionClock(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _startTimestamp = timeProvider.GetTimestamp();
        _startMilliseconds = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
    }

    public long Now => _startMilliseconds + ToMilliseconds(_timeProvider.GetElapsedTime(_startTimestamp));

    /// <summary>Rounds down, so that a timeout is never lengthened.</summary>
    public static long ToMilliseconds(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMillisecond;

    public static DateTimeOffset ToInstant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
