namespace SecureSessions;

/// <summary>What became of a client that a session was not used from before.</summary>
/// <param name="Session">The session as it is now.</param>
/// <param name="IsStored">Whether later requests know of it.</param>
/// <param name="IsNews">Whether this request is the one that tells of it.</param>
internal readonly record struct RememberedClient(LoadedSession Session, bool IsStored, bool IsNews);
