using System.Text.Json.Serialization;

namespace SecureSessions.Cli;

/// <summary>What the site gives a client.</summary>
/// <param name="AccessToken">What the API is shown.</param>
/// <param name="RefreshToken">What the next access token is got with.</param>
internal sealed record Tokens(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("refresh_token")] string RefreshToken);
