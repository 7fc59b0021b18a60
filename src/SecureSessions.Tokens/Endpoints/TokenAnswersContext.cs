using System.Text.Json.Serialization;

namespace SecureSessions.Tokens;

/// <summary>Writes the answers as JSON. Their shape does not depend on the JSON options of the app.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(BearerTokenAnswer))]
[JsonSerializable(typeof(TokenError))]
[JsonSerializable(typeof(IssuerMetadata))]
[JsonSerializable(typeof(PublishedKeys))]
internal sealed partial class TokenAnswersContext : JsonSerializerContext;
