namespace SecureSessions;

/// <summary>What became of writing a session's changes, and the session as it is stored now.</summary>
internal readonly record struct SaveResult(SaveStatus Status, LoadedSession? Session = null);
