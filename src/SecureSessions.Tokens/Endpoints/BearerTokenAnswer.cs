using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>New tokens in the form of <c>AddBearerToken()</c>, which clients of ASP.NET Core Identity's endpoints know.</summary>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="AccessToken">The access token.</param>
/// <param name="ExpiresIn">In how many seconds the access token is over.</param>
/// <param name="RefreshToken">The refresh token.</param>
internal sealed record BearerTokenAnswer(
    [property: JsonPropertyName("tokenType")] string TokenType,
    [property: JsonPropertyName("accessToken")] string AccessToken,
    [property: JsonPropertyName("expiresIn")] int ExpiresIn,
    [property: JsonPropertyName("refreshToken")] string RefreshToken)
{
    public static BearerTokenAnswer Of(SessionTokens tokens) =>
        new("Bearer", tokens.AccessToken.Value, tokens.AccessToken.ExpiresIn, tokens.RefreshToken);

    public Task WriteAsync(HttpResponse response) => JsonAnswer.WriteAsync(response, this, TokenAnswersContext.Default.BearerTokenAnswer);

    public override string ToString() => "[redacted]";
}
