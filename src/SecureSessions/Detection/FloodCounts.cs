using System.Runtime.CompilerServices;

namespace SecureSessions;

/// <summary>What one address sent, in a window for each kind that begins with the first of its kind.</summary>
internal sealed class FloodCounts(FloodSource source)
{
    private Counts _counts;
    private Starts _starts;

    public FloodSource Source => source;

    /// <summary>Counts one more; how many that makes within the window.</summary>
    public int Add(FloodKind kind, TimeSpan now, TimeSpan window)
    {
        if (_counts[(int)kind] == 0 || now - _starts[(int)kind] >= window)
        {
            _starts[(int)kind] = now;
            _counts[(int)kind] = 0;
        }

        return ++_counts[(int)kind];
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
