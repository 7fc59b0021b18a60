namespace SecureSessions;

/// <summary>The answer of <see cref="ISecureSessionStore.EndAsync"/>.</summary>
/// <param name="Status">What was found.</param>
/// <param name="Session">The session as it is now; <see langword="null"/> for <see cref="EndStatus.Absent"/>.</param>
public readonly record struct EndResult(EndStatus Status, SessionSummary? Session)
{
    /// <summary>The user of the session, where known.</summary>
    public string? UserId => Session?.UserId;
}
