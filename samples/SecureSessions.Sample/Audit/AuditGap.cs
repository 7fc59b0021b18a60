namespace SecureSessions.Sample;

/// <summary>Stands in the audit trail for lines that are missing from it.</summary>
internal sealed record AuditGap(DateTimeOffset At, string Event, long Lost);
