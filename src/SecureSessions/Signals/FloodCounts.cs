using System.Runtime.CompilerServices;

namespace SecureSessions;

/// <summary>What one address sent, in a window for each kind that begins with the first of its kind.</summary>
internal sealed class FloodCounts(FloodSource source)
{
    private Counts _counts;
    private Starts _starts;

    public FloodSource Source => source;

    /// <summary>Counts one more; how many that makes within the window.</summary>
    public int Add(int kind, TimeSpan now, TimeSpan window)
    {
        if (_counts[kind] == 0 || now - _starts[kind] >= window)
        {
            _starts[kind] = now;
            _counts[kind] = 0;
        }

        return ++_counts[kind];
    }

    [InlineArray(3)]
    private struct Counts
    {
        private int _first;
    }

    [InlineArray(3)]
    private struct Starts
    {
        private TimeSpan _first;
    }
}
