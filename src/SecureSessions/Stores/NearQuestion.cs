namespace SecureSessions;

/// <summary>What a node knew before it asked the store for a session.</summary>
/// <param name="IsListening">Whether announcements could be relied on.</param>
/// <param name="Stamp">The stamp of the session: it changes with each change of the session that this node hears of.</param>
/// <param name="AskedAt">When, by this node's monotonic clock. The store's time in the answer is not earlier than this moment.</param>
internal readonly record struct NearQuestion(bool IsListening, long Stamp, long AskedAt);
