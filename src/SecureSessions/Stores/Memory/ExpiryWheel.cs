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

    private readonly EntryList<ExpiryLinks>[] _slots = new EntryList<ExpiryLinks>[SlotCount];
    private long _lastTick = now / TickMilliseconds;

    public void Add(SessionEntry entry)
    {
        long dueTick = (entry.DueAt / TickMilliseconds) + 1;
        long tick = Math.Clamp(dueTick, _lastTick + 1, _lastTick + SlotCount);
        entry.ExpirySlot = (short)(tick % SlotCount);
        _slots[entry.ExpirySlot].AddFirst(entry);
    }

    public void Remove(SessionEntry entry)
    {
        if (entry.ExpiryLinks.Linked)
            _slots[entry.ExpirySlot].Remove(entry);
    }

    /// <summary>Those that the next tick looks at. Until then their time may have come already.</summary>
    public IEnumerable<SessionEntry> Upcoming
    {
        get
        {
            SessionEntry? first = _slots[(_lastTick + 1) % SlotCount].First;
            for (SessionEntry? entry = first; entry is not null; entry = entry.ExpiryLinks.Next == first ? null : entry.ExpiryLinks.Next)
                yield return entry;
        }
    }

    /// <summary>Takes off one entry that may be due; whoever still needs it adds it again.</summary>
    public bool TryTake(long now, [NotNullWhen(true)] out SessionEntry? entry)
    {
        for (long currentTick = now / TickMilliseconds; _lastTick < currentTick; _lastTick++)
        {
            ref EntryList<ExpiryLinks> slot = ref _slots[(_lastTick + 1) % SlotCount];
            entry = slot.First;
            if (entry is not null)
            {
                slot.Remove(entry);
                return true;
            }
        }

        entry = null;
        return false;
    }
}
