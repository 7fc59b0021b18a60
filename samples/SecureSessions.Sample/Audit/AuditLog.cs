namespace SecureSessions.Sample;

/// <summary>Writes the audit trail to the app's log, if no file is configured.</summary>
internal sealed partial class AuditLog(ILogger<AuditLog> logger) : IAuditSink
{
    public Task WriteAsync(IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
            Write(logger, line);

        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Information, "{Line}", EventName = "audit")]
    private static partial void Write(ILogger logger, string line);
}
