namespace SecureSessions;

/// <summary>The result of ending sessions.</summary>
/// <param name="Ended">How many sessions were alive and were ended.</param>
/// <param name="SignedOut">Whether the session of the request is one of them.</param>
internal sealed record SessionsEndedAnswer(int Ended, bool SignedOut);
