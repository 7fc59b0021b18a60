using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

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
    public static async Task WriteAsync(HttpResponse response, SessionTokens tokens)
    {
        var answer = new BearerTokenAnswer("Bearer", tokens.AccessToken.Value, tokens.AccessToken.ExpiresIn, tokens.RefreshToken);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(answer, TokenAnswersContext.Default.BearerTokenAnswer);
        response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, response.HttpContext.RequestAborted);
    }

    public override string ToString() => "[redacted]";
}
