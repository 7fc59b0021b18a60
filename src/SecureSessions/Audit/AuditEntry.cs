using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>One entry of the audit log: an object of JSON without a line break in it, and how a logger is to file it.</summary>
internal readonly record struct AuditEntry(LogLevel Level, EventId Id, string Json)
{
    // A gap is no event of a session, and so has no row in the catalogue.
    private const LogLevel GapLevel = LogLevel.Error;
    private static readonly EventId GapId = new(0, "audit_events_lost");

    public static AuditEntry Of(SecureSessionEvent e, string node)
    {
        EventCatalogue.Row row = EventCatalogue.Of(e.Type);
        var line = new AuditLines.Event(
            e.At,
            row.Name,
            row.Level.ToString(),
            e.Outcome.ToString(),
            e.Why,
            e.Response?.ToString(),
            e.SessionId?.ToString(),
            e.Who,
            e.Actor,
            e.Origin.Address,
            e.Origin.Path,
            e.Origin.UserAgent,
            LogText.Neutralise(e.Client?.Device),
            LogText.Neutralise(e.Client?.Network),
            e.IsNewDevice,
            node);
        return new AuditEntry(
            row.Level, new EventId((int)e.Type, row.Name), JsonSerializer.Serialize(line, AuditLines.Default.OfEvent));
    }

    /// <summary>The entry that stands for events which the log lacks.</summary>
    /// <param name="gap">How many, and when.</param>
    /// <param name="reason">Why: a word of a fixed set.</param>
    /// <param name="at">The time.</param>
    /// <param name="node">The name of the node.</param>
    public static AuditEntry Of(AuditGap.Count gap, string reason, DateTimeOffset at, string node)
    {
        var line = new AuditLines.Gap(
            at,
            GapId.Name!,
            GapLevel.ToString(),
            nameof(SessionEventOutcome.Failure),
            reason,
            gap.Lost,
            gap.Since,
            gap.Until,
            node);
        return new AuditEntry(GapLevel, GapId, JsonSerializer.Serialize(line, AuditLines.Default.OfGap));
    }
}
