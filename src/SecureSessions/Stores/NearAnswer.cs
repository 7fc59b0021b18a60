namespace SecureSessions;

/// <summary>An answer of the store that a node keeps for a moment: the session lives, and this is the hash of its secret.</summary>
internal sealed class NearAnswer(
    NearCache.Question question, SecretHash hash, FindMode mode, SessionRecord record, DateTimeOffset now, DateTimeOffset useUntil)
{
    public long Stamp => question.Stamp;

    /// <summary>When the store was asked, by this node's monotonic clock.</summary>
    public long AskedAt => question.AskedAt;

    public SecretHash Hash => hash;

    public SessionRecord Record => record;

    /// <summary>The store's time in the answer.</summary>
    public DateTimeOffset Now => now;

    /// <summary>By the store's time: from then on the store is asked.</summary>
    public DateTimeOffset UseUntil => useUntil;

    /// <summary>
    /// Whether the answer is one for this mode. Activity has to reach the store, so what a poll has found serves polls only.
    /// </summary>
    public bool Serves(FindMode other) => mode == FindMode.Active || other == FindMode.Passive;
}
