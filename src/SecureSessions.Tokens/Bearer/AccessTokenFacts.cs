using System.Text.Json;

namespace SecureSessions.Tokens;

/// <summary>What an access token says of its session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Generation">The hash of the secret that it was issued with; <see langword="null"/> for the session of a cookie.</param>
/// <param name="PrivilegeChanges">How often the privileges of the session had changed.</param>
internal sealed record AccessTokenFacts(SessionId SessionId, SecretHash? Generation, long PrivilegeChanges)
{
    // The claims that every token has, by their kinds in JSON.
    private static readonly (string Name, JsonValueKind Kind)[] Required =
    [
        (AccessTokenClaims.Issuer, JsonValueKind.String),
        (AccessTokenClaims.Subject, JsonValueKind.String),
        (AccessTokenClaims.Audience, JsonValueKind.String),
        (AccessTokenClaims.ExpiresAt, JsonValueKind.Number),
        (AccessTokenClaims.IssuedAt, JsonValueKind.Number),
        (AccessTokenClaims.TokenId, JsonValueKind.String),
        (AccessTokenClaims.ClientId, JsonValueKind.String),
        (AccessTokenClaims.SessionId, JsonValueKind.String),
        (AccessTokenClaims.PrivilegeChanges, JsonValueKind.Number),
    ];

    /// <summary>Reads the facts of a token whose signature was verified. A token that has another shape is none of ours.</summary>
    public static AccessTokenFacts? Read(ReadOnlyMemory<byte> payload)
    {
        using JsonDocument json = JsonDocument.Parse(payload);
        JsonElement claims = json.RootElement;
        if (claims.ValueKind != JsonValueKind.Object
            || !Required.All(one => claims.TryGetProperty(one.Name, out JsonElement value) && value.ValueKind == one.Kind)
            || !SecureSessions.SessionId.TryParse(claims.GetProperty(AccessTokenClaims.SessionId).GetString(), out SessionId id)
            || !claims.GetProperty(AccessTokenClaims.PrivilegeChanges).TryGetInt64(out long changes))
            return null;

        if (!claims.TryGetProperty(AccessTokenClaims.Generation, out JsonElement generation))
            return new AccessTokenFacts(id, Generation: null, changes);

        Span<byte> hash = stackalloc byte[SecretHash.Size];
        return generation.ValueKind == JsonValueKind.String && Base64UrlText.TryDecodeExactly(generation.GetString(), hash)
            ? new AccessTokenFacts(id, SecretHash.FromBytes(hash), changes)
            : null;
    }

    /// <summary>Whether another token says the same of its session.</summary>
    public bool AgreesWith(AccessTokenFacts other) =>
        SessionId == other.SessionId
        && PrivilegeChanges == other.PrivilegeChanges
        && Generation is { } one == other.Generation is { }
        && (Generation is null || Generation.Value.FixedTimeEquals(other.Generation!.Value));
}
