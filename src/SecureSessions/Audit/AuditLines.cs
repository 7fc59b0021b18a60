using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureSessions;

/// <summary>
/// The lines of the audit log and how they are written as JSON. Every line of a kind has every field. Times are in ISO 8601 with their
/// offset, and no text in a line can end the line or the object (ASVS 16.2.2, 16.4.1).
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Event), TypeInfoPropertyName = "OfEvent")]
[JsonSerializable(typeof(Gap), TypeInfoPropertyName = "OfGap")]
internal sealed partial class AuditLines : JsonSerializerContext
{
    /// <summary>A session event: when, what, how it came out and why, which session, who, where, on which node.</summary>
    internal sealed record Event(
        DateTimeOffset At,
        [property: JsonPropertyName("event")] string Name,
        string Level,
        string Outcome,
        string? Reason,
        string? Response,
        string? SessionId,
        string? User,
        string? Actor,
        string? Address,
        string? Path,
        string? UserAgent,
        string? Device,
        string? Network,
        bool NewDevice,
        string Node);

    /// <summary>Events that the log lacks: how many, why, and from when to when they happened.</summary>
    internal sealed record Gap(
        DateTimeOffset At,
        [property: JsonPropertyName("event")] string Name,
        string Level,
        string Outcome,
        string Reason,
        long Lost,
        DateTimeOffset Since,
        DateTimeOffset Until,
        string Node);
}
