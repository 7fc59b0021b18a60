using System.Globalization;
using System.Numerics;

namespace SecureSessions.Benchmarks.Measures;

/// <summary>How long requests took, as a histogram: it takes the same memory for any number of them.</summary>
internal sealed class RequestLatencies
{
    // Sixteen buckets for each doubling of the microseconds: a percentile is at most a sixteenth too long.
    private const int Steps = 16;
    private const int Buckets = 32 * Steps;

    private readonly long[] _buckets = new long[Buckets];
    private long _count;
    private TimeSpan _longest;

    /// <summary>For how long the garbage collector stopped everything meanwhile, in all.</summary>
    public TimeSpan CollectorPauses { get; set; }

    public long Count => _count;

    public TimeSpan Longest => _longest;

    public static RequestLatencies Sum(IEnumerable<RequestLatencies> parts)
    {
        var sum = new RequestLatencies();
        foreach (RequestLatencies part in parts)
        {
            sum._count += part._count;
            sum._longest = part._longest > sum._longest ? part._longest : sum._longest;
            for (int i = 0; i < Buckets; i++)
                sum._buckets[i] += part._buckets[i];
        }

        return sum;
    }

    public void Add(TimeSpan latency)
    {
        _count++;
        _buckets[BucketOf((ulong)(latency.Ticks / TimeSpan.TicksPerMicrosecond))]++;
        _longest = latency > _longest ? latency : _longest;
    }

    /// <summary>What all but the slowest of them took at most: 0.999 is the share of those that were as fast.</summary>
    public TimeSpan Percentile(double share)
    {
        long slower = (long)(_count * (1 - share));
        int bucket = Buckets - 1;
        for (long seen = _buckets[bucket]; seen <= slower && bucket > 0; seen += _buckets[bucket])
            bucket--;

        TimeSpan end = TimeSpan.FromMicroseconds(EndOf(bucket));
        return end < _longest ? end : _longest;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"p99.9 of {_count:N0}: {Percentile(0.999).TotalMilliseconds:F2} ms; slowest: {_longest.TotalMilliseconds:F1} ms; collector "
            + $"paused for {CollectorPauses.TotalMilliseconds:F0} ms in all");

    private static int BucketOf(ulong microseconds)
    {
        int shift = Math.Max(0, BitOperations.Log2(microseconds | 1) - BitOperations.Log2(Steps));
        return Math.Min((shift * Steps) + (int)(microseconds >> shift), Buckets - 1);
    }

    private static long EndOf(int bucket)
    {
        int shift = Math.Max(0, (bucket / Steps) - 1);
        return (long)(bucket - (shift * Steps) + 1) << shift;
    }
}
