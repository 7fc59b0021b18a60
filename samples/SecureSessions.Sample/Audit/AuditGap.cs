namespace SecureSessions.Sample;

/// <summary>An entry of the audit trail that says how many lines are missing from it.</summary>
internal sealed record AuditGap(DateTimeOffset At, string Event, long Lost);
