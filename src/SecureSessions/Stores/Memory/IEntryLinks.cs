namespace SecureSessions;

/// <summary>Chooses which of its places in lists an entry is linked by.</summary>
internal interface IEntryLinks
{
    static abstract ref EntryLinks Of(SessionEntry entry);
}
