namespace SecureSessions.Sample;

/// <summary>A line of the audit trail: when, what, with which outcome, who and where (ASVS 16.2.1). Every line has every field.</summary>
internal sealed record AuditLine(
    DateTimeOffset At,
    string Event,
    string Outcome,
    string? Reason,
    string? SessionId,
    string? User,
    string? Actor,
    string? Address,
    string? Path,
    string? UserAgent,
    string? Device,
    string? Network,
    bool NewDevice)
{
    public static AuditLine Of(SecureSessionEvent e) => new(
        e.At,
        e.Name,
        e.Outcome.ToString(),
        e.Reason?.ToString() ?? e.Detail,
        e.SessionId?.ToString(),
        e.UserId,
        e.Actor,
        e.Origin.Address,
        e.Origin.Path,
        e.Origin.UserAgent,
        e.Client?.Device,
        e.Client?.Network,
        e.IsNewDevice);
}
