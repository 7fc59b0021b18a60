using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureSessions;

/// <summary>The answers as JSON: always of this shape, whatever the app has set for its own.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SessionStatusAnswer))]
[JsonSerializable(typeof(SessionListAnswer))]
[JsonSerializable(typeof(SessionsEndedAnswer))]
internal sealed partial class SessionAnswersContext : JsonSerializerContext;
