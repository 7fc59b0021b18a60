using System.Runtime.CompilerServices;

namespace SecureSessions;

/// <summary>The counts of one address, by kind of event. The window of a kind begins with its first event.</summary>
internal sealed class FloodCounts(FloodSource source)
{
    private Counts _counts;
    private Starts _starts;

    public FloodSource Source => source;

    /// <summary>Counts an event. Returns how many there are within the window.</summary>
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
