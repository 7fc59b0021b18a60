using System.Text.Json.Serialization;
using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>The keys that verify access tokens (RFC 7517, 5).</summary>
/// <param name="Keys">The keys.</param>
internal sealed record PublishedKeys([property: JsonPropertyName("keys")] IReadOnlyList<PublishedKeys.Key> Keys)
{
    public static PublishedKeys Of(IEnumerable<JsonWebKey> keys) =>
        new([.. keys.Select(static key => new Key(key.Kty, key.Crv, key.X, key.Y, key.Kid, key.Use, key.Alg))]);

    /// <summary>A key of an elliptic curve.</summary>
    /// <param name="Type">The family of the key.</param>
    /// <param name="Curve">The curve.</param>
    /// <param name="X">The first coordinate.</param>
    /// <param name="Y">The second coordinate.</param>
    /// <param name="Id">The name of the key.</param>
    /// <param name="Use">What it is for.</param>
    /// <param name="Algorithm">The one algorithm that it is for.</param>
    internal sealed record Key(
        [property: JsonPropertyName("kty")] string Type,
        [property: JsonPropertyName("crv")] string Curve,
        [property: JsonPropertyName("x")] string X,
        [property: JsonPropertyName("y")] string Y,
        [property: JsonPropertyName("kid")] string Id,
        [property: JsonPropertyName("use")] string Use,
        [property: JsonPropertyName("alg")] string Algorithm);
}
