using System.Runtime.CompilerServices;

namespace SecureSessions;

/// <summary>The counts of one address, by kind of event. The window of a kind begins with its first event.</summary>
internal sealed class FloodCounts(FloodSource source)
{
    private Counts _counts;
    private Starts _starts;

    /// <summary>The accounts of the events of a kind that counts accounts and not events: hashes, within the window.</summary>
    private HashSet<int>? _accounts;

    public FloodSource Source => source;

    /// <summary>Counts an event. Returns how many there are within the window.</summary>
    public int Add(int kind, TimeSpan now, TimeSpan window)
    {
        if (IsOver(kind, now, window))
        {
            _starts[kind] = now;
            _counts[kind] = 0;
        }

        return ++_counts[kind];
    }

    /// <summary>
    /// Counts the account of an event. Returns how many accounts there are within the window; 0 for an account that was counted before, and
    /// for those beyond the number that is told apart.
    /// </summary>
    public int AddAccount(int kind, int account, int most, TimeSpan now, TimeSpan window)
    {
        _accounts ??= [];
        if (IsOver(kind, now, window))
            _accounts.Clear();

        return _accounts.Count < most && _accounts.Add(account) ? Add(kind, now, window) : 0;
    }

    private bool IsOver(int kind, TimeSpan now, TimeSpan window) => _counts[kind] == 0 || now - _starts[kind] >= window;

    [InlineArray(4)]
    private struct Counts
    {
        private int _first;
    }

    [InlineArray(4)]
    private struct Starts
    {
        private TimeSpan _first;
    }
}
