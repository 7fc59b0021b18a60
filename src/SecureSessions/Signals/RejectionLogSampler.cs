using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Samples the log lines of rejected tokens whose source is under alert, and logs how many were left out.</summary>
internal sealed class RejectionLogSampler : IDisposable
{
    /// <summary>One of this many lines is written.</summary>
    public const int SampleSize = 100;

    private readonly Lock _lock = new();
    private readonly TimeSpan _interval;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private Dictionary<FloodSource, int> _rejected = [];

    /// <param name="interval">How long after the first omitted line the summary is logged.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">The logger of the summary.</param>
    public RejectionLogSampler(TimeSpan interval, TimeProvider timeProvider, ILogger logger)
    {
        _interval = interval;
        _logger = logger;

        // The timer must not keep the ambient state of the request that creates this object.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _timer = timeProvider.CreateTimer(
            static sampler => ((RejectionLogSampler)sampler!).LogOmitted(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Counts a rejected token of a source under alert. Returns whether its log line is omitted.</summary>
    public bool Omits(FloodSource source)
    {
        lock (_lock)
        {
            int count = _rejected[source] = _rejected.GetValueOrDefault(source) + 1;
            if (count == 1 && _rejected.Count == 1)
                _timer.Change(_interval, Timeout.InfiniteTimeSpan);

            return count % SampleSize != 0;
        }
    }

    /// <summary>Logs the summary of lines that were omitted since the last one.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        LogOmitted();
    }

    private void LogOmitted()
    {
        Dictionary<FloodSource, int> rejected;
        lock (_lock)
            (rejected, _rejected) = (_rejected, []);

        foreach ((FloodSource source, int count) in rejected)
            Log.RejectionsLeftOut(_logger, count - (count / SampleSize), source.ToString());
    }
}
