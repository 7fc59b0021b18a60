using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureSessions.Sample;

/// <summary>The lines as JSON: times in ISO 8601 with their offset, and nothing in them that could end a line.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuditLine))]
[JsonSerializable(typeof(AuditGap))]
internal sealed partial class AuditContext : JsonSerializerContext;
