namespace SecureSessions.Sample;

/// <summary>A user, as the admin page shows one.</summary>
internal sealed record ListedUser(string Name, string Role, IReadOnlyList<UserSession> Sessions);
