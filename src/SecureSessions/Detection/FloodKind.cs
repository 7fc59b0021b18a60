namespace SecureSessions;

/// <summary>What an address may send too many of.</summary>
internal enum FloodKind
{
    UnknownTokens,
    NewSessions,
    SignOuts,
}
