namespace SecureSessions;

/// <summary>The place of an entry on the expiry wheel.</summary>
internal readonly struct ExpiryLinks : IEntryLinks
{
    public static ref EntryLinks Of(SessionEntry entry) => ref entry.ExpiryLinks;
}
