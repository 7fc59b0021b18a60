namespace SecureSessions;

/// <summary>A circular list of entries, linked through the entries themselves: every operation is O(1) and allocates nothing.</summary>
/// <remarks>An entry is on one list at a time: that of its user, of its user's tombstones, or of anonymous sessions.</remarks>
internal struct EntryList(MemoryEntry first)
{
    public MemoryEntry? First { get; private set; } = first;

    public readonly MemoryEntry? Last => First?.Previous;

    public void AddFirst(MemoryEntry entry)
    {
        MemoryEntry next = First ?? entry;
        MemoryEntry previous = Last ?? entry;
        (entry.Next, entry.Previous) = (next, previous);
        previous.Next = entry;
        next.Previous = entry;
        First = entry;
    }

    public void Remove(MemoryEntry entry)
    {
        MemoryEntry next = entry.Next!;
        if (First == entry)
            First = next == entry ? null : next;

        entry.Previous!.Next = next;
        next.Previous = entry.Previous;
        (entry.Next, entry.Previous) = (null, null);
    }
}
