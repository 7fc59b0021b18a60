using System.Text.Json.Serialization;

namespace SecureSessions.Tokens;

/// <summary>The metadata of the issuer (RFC 8414, 2).</summary>
/// <param name="Issuer">The issuer.</param>
/// <param name="TokenEndpoint">Where clients refresh.</param>
/// <param name="RevocationEndpoint">Where clients sign out.</param>
/// <param name="IntrospectionEndpoint">Where APIs ask; nothing if there is none.</param>
/// <param name="JwksUri">Where the keys are.</param>
/// <param name="GrantTypes">What the token endpoint accepts.</param>
/// <param name="ResponseTypes">Nothing: there is no authorization endpoint.</param>
/// <param name="AuthenticationMethods">How clients authenticate: they do not, since they can keep no secret of their own.</param>
internal sealed record IssuerMetadata(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("token_endpoint")] string TokenEndpoint,
    [property: JsonPropertyName("revocation_endpoint")] string RevocationEndpoint,
    [property: JsonPropertyName("introspection_endpoint")] string? IntrospectionEndpoint,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("grant_types_supported")] IReadOnlyList<string> GrantTypes,
    [property: JsonPropertyName("response_types_supported")] IReadOnlyList<string> ResponseTypes,
    [property: JsonPropertyName("token_endpoint_auth_methods_supported")] IReadOnlyList<string> AuthenticationMethods);
