using System.Diagnostics.CodeAnalysis;

namespace SecureSessions;

/// <summary>Finds the entries whose time has come without looking at the others. Guarded by the lock of its shard.</summary>
/// <remarks>
/// A ring of slots, one for each tick. An entry waits in the slot of the deadline that it had when it was queued; activity that
/// slides the deadline does not move it, so a request pays nothing. Looked at too early, or due beyond the ring, it is queued
/// again: one visit for each idle timeout of a session in use, whatever the number of sessions.
/// </remarks>
internal sealed class ExpiryWheel(long now)
{
    public const long TickMilliseconds = 4_000;

    /// <summary>34 minutes: with the default timeout an idle session is visited once only, when it expires.</summary>
    private const int SlotCount = 512;

    private readonly List<MemoryEntry>?[] _slots = new List<MemoryEntry>?[SlotCount];
    private long _lastTick = now / TickMilliseconds;

    /// <summary>The entries that the next tick looks at. Until then their time may have come already.</summary>
    public IEnumerable<MemoryEntry> Upcoming => _slots[(_lastTick + 1) % SlotCount] ?? [];

    public void Add(MemoryEntry entry)
    {
        long dueTick = (entry.DueAt / TickMilliseconds) + 1;
        long tick = Math.Clamp(dueTick, _lastTick + 1, _lastTick + SlotCount);
        int slot = (int)(tick % SlotCount);
        List<MemoryEntry> entries = _slots[slot] ??= [];
        (entry.ExpirySlot, entry.ExpiryIndex) = ((short)slot, entries.Count);

        // A list that doubles would keep half as much again free.
        if (entries.Count == entries.Capacity)
            entries.Capacity += 4 + (entries.Capacity / 8);
        entries.Add(entry);
    }

    public void Remove(MemoryEntry entry)
    {
        if (entry.ExpiryIndex < 0)
            return;

        // The last one takes the place that becomes free: the order in a slot does not matter.
        List<MemoryEntry> entries = _slots[entry.ExpirySlot]!;
        MemoryEntry last = entries[^1];
        (entries[entry.ExpiryIndex], last.ExpiryIndex) = (last, entry.ExpiryIndex);
        entries.RemoveAt(entries.Count - 1);
        entry.ExpiryIndex = -1;
    }

    /// <summary>Takes off one entry that may be due; if it is still needed after that, it is added again.</summary>
    public bool TryTake(long now, [NotNullWhen(true)] out MemoryEntry? entry)
    {
        for (long currentTick = now / TickMilliseconds; _lastTick < currentTick; _lastTick++)
        {
            ref List<MemoryEntry>? slot = ref _slots[(_lastTick + 1) % SlotCount];
            if (slot is { Count: > 0 })
            {
                entry = slot[^1];
                Remove(entry);
                return true;
            }

            // A list that a crowd has filled would stay as long as the crowd was.
            slot = null;
        }

        entry = null;
        return false;
    }
}
