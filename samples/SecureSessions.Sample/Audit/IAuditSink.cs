namespace SecureSessions.Sample;

/// <summary>Keeps the lines of the audit trail.</summary>
internal interface IAuditSink
{
    /// <summary>Keeps lines, each of them a JSON object. Throws if it cannot.</summary>
    Task WriteAsync(IReadOnlyList<string> lines);
}
