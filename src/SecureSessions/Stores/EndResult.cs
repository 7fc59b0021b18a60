namespace SecureSessions;

/// <summary>The answer of <see cref="ISecureSessionStore.EndAsync"/>.</summary>
/// <param name="Status">What was found.</param>
/// <param name="UserId">The user of the session, where known.</param>
public readonly record struct EndResult(EndStatus Status, string? UserId);
