namespace SecureSessions.Sample;

/// <summary>Where the lines of the audit trail go.</summary>
internal interface IAuditSink
{
    /// <summary>Keeps lines, each of them a JSON object; throws if it cannot.</summary>
    Task WriteAsync(IReadOnlyList<string> lines);
}
