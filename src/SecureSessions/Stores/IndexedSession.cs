namespace SecureSessions;

/// <summary>A session on its user's list.</summary>
/// <param name="Id">The id.</param>
/// <param name="ReservedAt">Since when it is listed, by the store's clock.</param>
public readonly record struct IndexedSession(SessionId Id, DateTimeOffset ReservedAt);
