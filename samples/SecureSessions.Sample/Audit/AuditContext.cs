using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureSessions.Sample;

/// <summary>Writes the lines as JSON. Times are in ISO 8601 with their offset, and no text in a line can end the line.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuditLine))]
[JsonSerializable(typeof(AuditGap))]
internal sealed partial class AuditContext : JsonSerializerContext;
