using System.Diagnostics.CodeAnalysis;

namespace SecureSessions;

/// <summary>Anonymous sessions of all shards in the order of their last use: they bound the memory that strangers can fill.</summary>
/// <remarks>
/// Its lock is taken inside the lock of a shard, never the other way round: a surplus entry is taken off here first, and evicted from its
/// shard after this lock is released. Until then the entry may still be used or end, but its use does not link it again.
/// </remarks>
internal sealed class RecencyList(int maxCount, long maxBytes)
{
    private readonly Lock _lock = new();
    private EntryList _entries;
    private int _count;
    private long _bytes;

    private bool HasSurplus => Volatile.Read(ref _count) > maxCount || Volatile.Read(ref _bytes) > maxBytes;

    public void Add(MemoryEntry entry)
    {
        lock (_lock)
        {
            _entries.AddFirst(entry);
            _count++;
            CountBytes(entry);
        }
    }

    public void Touch(MemoryEntry entry)
    {
        lock (_lock)
        {
            if (!entry.IsLinked)
                return;

            _entries.Remove(entry);
            _entries.AddFirst(entry);
        }
    }

    /// <summary>Counts anew what an entry takes.</summary>
    public void Resize(MemoryEntry entry)
    {
        lock (_lock)
        {
            if (entry.IsLinked)
                CountBytes(entry);
        }
    }

    public void Remove(MemoryEntry entry)
    {
        lock (_lock)
        {
            if (entry.IsLinked)
                TakeOff(entry);
        }
    }

    /// <summary>Takes off the least recently used entry if there are more entries, or more bytes in them, than may be.</summary>
    public bool TryTakeSurplus([NotNullWhen(true)] out MemoryEntry? entry)
    {
        entry = null;
        if (!HasSurplus)
            return false;

        lock (_lock)
        {
            entry = HasSurplus ? _entries.Last : null;
            if (entry is null)
                return false;

            TakeOff(entry);
            return true;
        }
    }

    private void TakeOff(MemoryEntry entry)
    {
        _entries.Remove(entry);
        _count--;
        _bytes -= entry.CountedBytes;
        entry.CountedBytes = 0;
    }

    private void CountBytes(MemoryEntry entry)
    {
        _bytes -= entry.CountedBytes;
        entry.CountedBytes = entry.Size;
        _bytes += entry.CountedBytes;
    }
}
