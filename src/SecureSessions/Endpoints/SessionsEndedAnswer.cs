namespace SecureSessions;

/// <summary>What became of the wish to end sessions.</summary>
/// <param name="Ended">How many lived and were ended.</param>
/// <param name="SignedOut">Whether the session that asked is one of them.</param>
internal sealed record SessionsEndedAnswer(int Ended, bool SignedOut);
