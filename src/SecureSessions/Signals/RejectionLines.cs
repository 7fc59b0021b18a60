using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Samples the log lines of rejected tokens whose source is under alert, and says how many were left out.</summary>
internal sealed class RejectionLines : IDisposable
{
    /// <summary>Of so many lines one is written.</summary>
    public const int SampleSize = 100;

    private readonly Lock _lock = new();
    private readonly TimeSpan _interval;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private Dictionary<FloodSource, int> _rejected = [];

    /// <param name="interval">How long after the first line that was left out it is said.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Where it is said.</param>
    public RejectionLines(TimeSpan interval, TimeProvider timeProvider, ILogger logger)
    {
        _interval = interval;
        _logger = logger;

        // The timer must not keep the ambient state of the request that happens to bring this up.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _timer = timeProvider.CreateTimer(static lines => ((RejectionLines)lines!).Tell(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether one more rejected token of a source under alert goes without a line.</summary>
    public bool LeavesOut(FloodSource source)
    {
        lock (_lock)
        {
            int count = _rejected[source] = _rejected.GetValueOrDefault(source) + 1;
            if (count == 1 && _rejected.Count == 1)
                _timer.Change(_interval, Timeout.InfiniteTimeSpan);

            return count % SampleSize != 0;
        }
    }

    /// <summary>Says what has not been said yet.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Tell();
    }

    private void Tell()
    {
        Dictionary<FloodSource, int> rejected;
        lock (_lock)
            (rejected, _rejected) = (_rejected, []);

        foreach ((FloodSource source, int count) in rejected)
            Log.RejectionsLeftOut(_logger, count - (count / SampleSize), source.ToString());
    }
}
