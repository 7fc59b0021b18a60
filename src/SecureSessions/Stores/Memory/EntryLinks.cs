namespace SecureSessions;

/// <summary>The place of an entry in one list. Held inside the entry: a node for each list would cost 48 bytes a session.</summary>
internal struct EntryLinks
{
    public SessionEntry? Next;
    public SessionEntry? Previous;

    public readonly bool Linked => Next is not null;
}
