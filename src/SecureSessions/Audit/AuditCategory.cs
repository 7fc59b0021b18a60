using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Writes the audit log to a category of the app's log, each entry at the level of its event.</summary>
internal sealed class AuditCategory(ILoggerFactory loggers) : IAuditTarget
{
    private readonly ILogger _logger = loggers.CreateLogger(SessionAuditLogDefaults.Category);

    public Task WriteAsync(IReadOnlyList<AuditEntry> entries)
    {
        foreach (AuditEntry entry in entries)
            Write(entry);

        return Task.CompletedTask;
    }

    private void Write(AuditEntry entry)
    {
        try
        {
            _logger.Log(entry.Level, entry.Id, entry, exception: null, static (entry, _) => entry.Json);
        }
        catch (AggregateException)
        {
            // A provider of the app threw, and all others have the line. To write it again would give it to them twice, and to log the
            // failure would ask the same provider.
        }
    }
}
