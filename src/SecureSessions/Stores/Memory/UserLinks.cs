namespace SecureSessions;

/// <summary>The place of an entry among the sessions of its user.</summary>
internal readonly struct UserLinks : IEntryLinks
{
    public static ref EntryLinks Of(SessionEntry entry) => ref entry.UserLinks;
}
