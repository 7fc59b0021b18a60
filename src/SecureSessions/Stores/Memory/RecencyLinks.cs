namespace SecureSessions;

/// <summary>The place of an entry among the anonymous sessions.</summary>
internal readonly struct RecencyLinks : IEntryLinks
{
    public static ref EntryLinks Of(SessionEntry entry) => ref entry.RecencyLinks;
}
