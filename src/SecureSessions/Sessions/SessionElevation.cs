namespace SecureSessions;

/// <summary>A step-up: a further authentication within a session, which counts for a while.</summary>
/// <param name="Authentication">The further authentication.</param>
/// <param name="Until">When it lapses.</param>
internal sealed record SessionElevation(SessionAuthentication Authentication, DateTimeOffset Until);
