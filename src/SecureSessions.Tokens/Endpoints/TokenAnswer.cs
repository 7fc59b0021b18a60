using System.Text.Json.Serialization;

namespace SecureSessions.Tokens;

/// <summary>New tokens (RFC 6749, 5.1).</summary>
/// <param name="AccessToken">The access token; nothing where a cookie holds it.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">In how many seconds the access token is over.</param>
/// <param name="RefreshToken">The refresh token; nothing for the session of a cookie.</param>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken)
{
    public static TokenAnswer Of(SessionTokens tokens) =>
        new(tokens.AccessToken.Value, "Bearer", tokens.AccessToken.ExpiresIn, tokens.RefreshToken);

    public static TokenAnswer Of(AccessToken token) => new(token.Value, "Bearer", token.ExpiresIn, RefreshToken: null);

    public static TokenAnswer OfCookie(AccessToken token) => new(AccessToken: null, "Bearer", token.ExpiresIn, RefreshToken: null);

    public override string ToString() => "[redacted]";
}
