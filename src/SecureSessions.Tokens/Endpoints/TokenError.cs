using System.Text.Json.Serialization;

namespace SecureSessions.Tokens;

/// <summary>An error (RFC 6749, 5.2).</summary>
/// <param name="Error">Its code.</param>
/// <param name="Description">What it means, for the developer of the client.</param>
internal sealed record TokenError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description);
