namespace SecureSessions.Benchmarks.Load;

/// <summary>One drive of one app.</summary>
internal readonly record struct LoadSample(double RequestsPerSecond, TimeSpan P99)
{
    /// <summary>
    /// What the server's process took of the processor for one request: steadier than the rate on a machine that is shared.
    /// </summary>
    public TimeSpan ProcessorTimeEach { get; init; }

    /// <summary>What Redis took of the processor for one request.</summary>
    public TimeSpan RedisTimeEach { get; init; }
}
