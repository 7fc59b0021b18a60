namespace SecureSessions.Tests.Audit;

/// <summary>Events for the audit log.</summary>
internal static class AuditEvents
{
    /// <summary>An end by an administrator, with everything that an event can say.</summary>
    public static SecureSessionEvent Revoked { get; } = Of(SessionEventType.Expired, userId: "alice");

    public static SecureSessionEvent Of(SessionEventType type, string? userId = null, DateTimeOffset? at = null) => new()
    {
        Type = type,
        At = at ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        SessionId = SessionId.TryParse("VYJkVlcq7kQhS1yfTOeVNA", out SessionId id) ? id : null,
        UserId = userId,
        Reason = SessionEndReason.Revoked,
        Actor = "admin",
        Client = new SessionClient("Firefox on Windows", "203.0.113.0/24"),
        Origin = new RequestOrigin("198.51.100.7", "/admin", "Agent/1"),
    };
}
