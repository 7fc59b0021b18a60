namespace SecureSessions;

/// <summary>Counts by address, for those that were active last.</summary>
internal sealed class FloodCounter(TimeSpan window, int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FloodSource, LinkedListNode<FloodCounts>> _bySource = [];

    /// <summary>The one that has been quiet for longest in front.</summary>
    private readonly LinkedList<FloodCounts> _byActivity = new();

    /// <summary>Counts one more of a kind; how many that makes within the window.</summary>
    public int Add(FloodSource source, int kind, TimeSpan now)
    {
        lock (_lock)
        {
            if (_bySource.TryGetValue(source, out LinkedListNode<FloodCounts>? node))
                _byActivity.Remove(node);
            else
                _bySource.Add(source, node = new LinkedListNode<FloodCounts>(new FloodCounts(source)));

            _byActivity.AddLast(node);
            if (_bySource.Count > capacity)
                ForgetFirst();
            return node.Value.Add(kind, now, window);
        }
    }

    private void ForgetFirst()
    {
        _bySource.Remove(_byActivity.First!.Value.Source);
        _byActivity.RemoveFirst();
    }
}
