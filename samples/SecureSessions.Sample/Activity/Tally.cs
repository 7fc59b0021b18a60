using System.Globalization;

namespace SecureSessions.Sample;

/// <summary>What one instrument has said so far.</summary>
internal sealed class Tally(bool isDuration)
{
    private readonly Lock _lock = new();
    private long _count;
    private double _sum;

    public void Add(double value)
    {
        lock (_lock)
        {
            _count++;
            _sum += value;
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return isDuration
                ? string.Create(CultureInfo.InvariantCulture, $"count {_count} mean {_sum / _count * 1000:0.000} ms")
                : string.Create(CultureInfo.InvariantCulture, $"{_sum:0}");
        }
    }
}
