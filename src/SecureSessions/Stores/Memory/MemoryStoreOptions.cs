namespace SecureSessions;

/// <summary>Options of the in-memory store.</summary>
/// <remarks>
/// Anybody can open anonymous sessions, so they are bounded in number and in bytes; a signed-in session is never evicted. What is left
/// of ended anonymous sessions is bounded by the same numbers once more. A user has
/// <see cref="SecureSessionOptions.MaxSessionsPerUser"/> sessions at most, unless the app sets another limit at a sign-in, and of a user's
/// ended sessions the last 100 are known by their cookies.
/// </remarks>
public sealed class MemoryStoreOptions
{
    /// <summary>How many anonymous sessions are kept; at the cap the one least recently used goes.</summary>
    /// <value>100,000. At least 1.</value>
    public int MaxAnonymousSessions { get; set; } = SecureSessionDefaults.MaxAnonymousSessions;

    /// <summary>How many bytes of memory the anonymous sessions may take together; at the cap the one least recently used goes.</summary>
    /// <value>256 MiB. At least twice <see cref="SecureSessionOptions.MaxPayloadBytes"/>.</value>
    /// <remarks>A session counts with its payload and some 250 bytes for its place in the store.</remarks>
    public long MaxAnonymousBytes { get; set; } = SecureSessionDefaults.MaxAnonymousBytes;
}
