namespace SecureSessions;

/// <summary>Options of the in-memory store.</summary>
public sealed class MemoryStoreOptions
{
    /// <summary>How many anonymous sessions are kept; at the cap the one least recently used goes.</summary>
    /// <value>100,000.</value>
    /// <remarks>
    /// Anybody can open anonymous sessions, so they are bounded; a signed-in session is never evicted. What is left of ended
    /// anonymous sessions is bounded by the same number once more.
    /// </remarks>
    public int MaxAnonymousSessions { get; set; } = SecureSessionDefaults.MaxAnonymousSessions;
}
