namespace SecureSessions;

/// <summary>A circular list of entries, linked through the entries themselves: every operation is O(1) and allocates nothing.</summary>
/// <typeparam name="TLinks">Which links of an entry this list uses.</typeparam>
internal struct EntryList<TLinks>
    where TLinks : IEntryLinks
{
    public SessionEntry? First { get; private set; }

    public readonly SessionEntry? Last => First is null ? null : TLinks.Of(First).Previous;

    public void AddFirst(SessionEntry entry)
    {
        SessionEntry next = First ?? entry;
        SessionEntry previous = Last ?? entry;
        TLinks.Of(entry) = new EntryLinks { Next = next, Previous = previous };
        TLinks.Of(previous).Next = entry;
        TLinks.Of(next).Previous = entry;
        First = entry;
    }

    public void Remove(SessionEntry entry)
    {
        ref EntryLinks links = ref TLinks.Of(entry);
        SessionEntry next = links.Next!;
        if (First == entry)
            First = next == entry ? null : next;

        TLinks.Of(links.Previous!).Next = next;
        TLinks.Of(next).Previous = links.Previous;
        links = default;
    }
}
