using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureSessions;

/// <summary>Writes the answers as JSON. Their shape does not depend on the JSON options of the app.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SessionStatusAnswer))]
[JsonSerializable(typeof(SessionListAnswer))]
[JsonSerializable(typeof(SessionsEndedAnswer), TypeInfoPropertyName = "Ended")]
internal sealed partial class SessionAnswersContext : JsonSerializerContext
{
    /// <summary>The answer to a request that ends sessions.</summary>
    /// <param name="Ended">How many sessions were alive and were ended.</param>
    /// <param name="SignedOut">Whether the session of the request is one of them.</param>
    internal sealed record SessionsEndedAnswer(int Ended, bool SignedOut);
}
