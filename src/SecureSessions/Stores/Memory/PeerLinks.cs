namespace SecureSessions;

/// <summary>The place of an entry among the sessions of its user, or among the anonymous ones.</summary>
internal readonly struct PeerLinks : IEntryLinks
{
    public static ref EntryLinks Of(SessionEntry entry) => ref entry.PeerLinks;
}
