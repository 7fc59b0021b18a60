using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureSessions;

/// <summary>Writes the answers as JSON. Their shape does not depend on the JSON options of the app.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SessionStatusAnswer))]
[JsonSerializable(typeof(SessionListAnswer))]
[JsonSerializable(typeof(SessionsEndedAnswer))]
internal sealed partial class SessionAnswersContext : JsonSerializerContext;
