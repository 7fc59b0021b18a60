using System.Globalization;

namespace SecureSessions.Benchmarks.Memory;

/// <summary>How long requests took.</summary>
internal sealed class RequestLatencies
{
    private const int Slow = 50;

    private long _count;
    private long _slow;
    private TimeSpan _longest;

    /// <summary>For how long the garbage collector stopped everything meanwhile, in all.</summary>
    public TimeSpan CollectorPauses { get; set; }

    public void Add(TimeSpan latency)
    {
        _count++;
        _slow += latency.TotalMilliseconds > Slow ? 1 : 0;
        _longest = latency > _longest ? latency : _longest;
    }

    public static RequestLatencies Sum(IEnumerable<RequestLatencies> parts)
    {
        var sum = new RequestLatencies();
        foreach (RequestLatencies part in parts)
        {
            sum._count += part._count;
            sum._slow += part._slow;
            sum._longest = part._longest > sum._longest ? part._longest : sum._longest;
        }

        return sum;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"slowest of {_count:N0}: {_longest.TotalMilliseconds:F1} ms; over {Slow} ms: {_slow}; collector "
            + $"paused for {CollectorPauses.TotalMilliseconds:F0} ms in all");
}
