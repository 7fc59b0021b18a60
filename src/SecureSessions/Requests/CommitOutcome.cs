namespace SecureSessions;

/// <summary>What came of carrying out what a request means to do with its session.</summary>
/// <param name="Status">How it went.</param>
/// <param name="Session">What becomes of the session and its cookie.</param>
internal readonly record struct CommitOutcome(CommitStatus Status, SessionOutcome Session = default);
