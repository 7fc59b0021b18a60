namespace SecureSessions;

/// <summary>Counts events by address. If there are too many addresses, the least recently active one is forgotten.</summary>
internal sealed class FloodCounter(TimeSpan window, int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FloodSource, LinkedListNode<FloodCounts>> _bySource = [];

    /// <summary>The addresses by their last activity, the least recently active first.</summary>
    private readonly LinkedList<FloodCounts> _byActivity = new();

    /// <summary>Counts an event of a kind. Returns how many there are within the window.</summary>
    public int Add(FloodSource source, int kind, TimeSpan now)
    {
        lock (_lock)
            return CountsOf(source).Add(kind, now, window);
    }

    /// <inheritdoc cref="FloodCounts.AddAccount"/>
    public int AddAccount(FloodSource source, int kind, int account, int most, TimeSpan now)
    {
        lock (_lock)
            return CountsOf(source).AddAccount(kind, account, most, now, window);
    }

    private FloodCounts CountsOf(FloodSource source)
    {
        if (_bySource.TryGetValue(source, out LinkedListNode<FloodCounts>? node))
            _byActivity.Remove(node);
        else
            _bySource.Add(source, node = new LinkedListNode<FloodCounts>(new FloodCounts(source)));

        _byActivity.AddLast(node);
        if (_bySource.Count > capacity)
            RemoveLeastActive();
        return node.Value;
    }

    private void RemoveLeastActive()
    {
        _bySource.Remove(_byActivity.First!.Value.Source);
        _byActivity.RemoveFirst();
    }
}
