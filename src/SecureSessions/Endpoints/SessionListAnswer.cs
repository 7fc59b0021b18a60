namespace SecureSessions;

/// <summary>A user's living sessions.</summary>
/// <param name="Sessions">The one that was used last in front.</param>
internal sealed record SessionListAnswer(IReadOnlyList<ListedSessionAnswer> Sessions);
