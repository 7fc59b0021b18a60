using System.Diagnostics.CodeAnalysis;

namespace SecureSessions;

/// <summary>Anonymous sessions of all shards in the order of their last use: what bounds the memory that strangers can fill.</summary>
/// <remarks>
/// Its lock is taken inside the lock of a shard, never the other way round: surplus is taken off here first, and evicted from its
/// shard after this lock is released. Until then the entry may still be used or end, but it is not linked again by use.
/// </remarks>
internal sealed class RecencyList(int capacity)
{
    private readonly Lock _lock = new();
    private EntryList<PeerLinks> _entries;
    private int _count;

    public void Add(SessionEntry entry)
    {
        lock (_lock)
        {
            _entries.AddFirst(entry);
            _count++;
        }
    }

    public void Touch(SessionEntry entry)
    {
        lock (_lock)
        {
            if (!entry.PeerLinks.Linked)
                return;

            _entries.Remove(entry);
            _entries.AddFirst(entry);
        }
    }

    public void Remove(SessionEntry entry)
    {
        lock (_lock)
        {
            if (!entry.PeerLinks.Linked)
                return;

            _entries.Remove(entry);
            _count--;
        }
    }

    /// <summary>Takes off the least recently used entry if there are more than may be.</summary>
    public bool TryTakeSurplus([NotNullWhen(true)] out SessionEntry? entry)
    {
        lock (_lock)
        {
            entry = _count > capacity ? _entries.Last : null;
            if (entry is null)
                return false;

            _entries.Remove(entry);
            _count--;
            return true;
        }
    }
}
