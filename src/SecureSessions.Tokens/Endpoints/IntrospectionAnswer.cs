using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>What an API is told of a token (RFC 7662, 2.2).</summary>
internal static class IntrospectionAnswer
{
    // The claims that an API is told of, as they are in the token. What the app has added, the API reads in the token itself.
    private static readonly string[] Told =
    [
        AccessTokenClaims.Issuer, AccessTokenClaims.Subject, AccessTokenClaims.Audience, AccessTokenClaims.SessionId,
        AccessTokenClaims.ClientId, AccessTokenClaims.ExpiresAt, AccessTokenClaims.IssuedAt, AccessTokenClaims.TokenId,
        AccessTokenClaims.AuthenticatedAt, AccessTokenClaims.Level, AccessTokenClaims.Methods,
    ];

    /// <summary>A token that is not good, whatever the reason.</summary>
    public static byte[] Inactive { get; } = "{\"active\":false}"u8.ToArray();

    /// <summary>A token that is good.</summary>
    public static byte[] Active(JsonWebToken token)
    {
        using JsonDocument claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("active", true);
            writer.WriteString("token_type", "Bearer");
            foreach (string name in Told)
            {
                if (!claims.RootElement.TryGetProperty(name, out JsonElement value))
                    continue;

                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
