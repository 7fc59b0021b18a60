using System.Numerics;

namespace SecureSessions;

/// <summary>Counters by their keys, of which there are so many at most.</summary>
/// <remarks>
/// The counters are in classes by their failures: 1, 2 to 3, 4 to 7, up to 128 and more. When there are too many, the largest class loses
/// the counter that was written longest ago. To have a count forgotten, somebody has to bring more than an eighth of the capacity up to the
/// same class: names that are tried once push out one another, and no account that is under attack.
/// </remarks>
internal sealed class CounterTable(int capacity)
{
    private const int ClassCount = 8;

    private readonly Dictionary<string, LinkedListNode<CounterEntry>> _byKey = new(StringComparer.Ordinal);

    /// <summary>In each class, the counter that was written longest ago in front.</summary>
    private readonly LinkedList<CounterEntry>[] _classes =
        [.. Enumerable.Range(0, ClassCount).Select(static _ => new LinkedList<CounterEntry>())];

    public int Count => _byKey.Count;

    /// <summary>The counter of a key; a new one, which is not in the table yet, if there is none.</summary>
    public CounterEntry Get(string key, long now) =>
        _byKey.TryGetValue(key, out LinkedListNode<CounterEntry>? node) && now < node.Value.ExpiresAt ? node.Value : new CounterEntry(key);

    /// <summary>Puts a counter into the table after it was changed.</summary>
    public void Put(CounterEntry entry, long now)
    {
        Remove(entry.Key);
        _byKey.Add(entry.Key, _classes[ClassOf(entry)].AddLast(entry));
        ForgetExpired(now);
        while (_byKey.Count > capacity)
            Forget(_classes.MaxBy(static counters => counters.Count)!);
    }

    public void Remove(string key)
    {
        if (_byKey.Remove(key, out LinkedListNode<CounterEntry>? node))
            node.List!.Remove(node);
    }

    // Of what was written longest ago in each class: a few at each write, and never all at once.
    private void ForgetExpired(long now)
    {
        foreach (LinkedList<CounterEntry> counters in _classes)
        {
            for (int i = 0; i < 2 && counters.First is { } first && first.Value.ExpiresAt <= now; i++)
                Forget(counters);
        }
    }

    private void Forget(LinkedList<CounterEntry> counters) => Remove(counters.First!.Value.Key);

    private static int ClassOf(CounterEntry entry) => Math.Min(BitOperations.Log2((uint)entry.Failures), ClassCount - 1);
}
