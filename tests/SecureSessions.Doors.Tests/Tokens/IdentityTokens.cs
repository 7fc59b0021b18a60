using System.Text.Json;
using Xunit;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>The tokens of an answer of Identity's endpoints.</summary>
internal sealed record IdentityTokens(string Access, string Refresh, JsonElement Json)
{
    public static async Task<IdentityTokens> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            string body = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {body}");
            JsonElement json = JsonDocument.Parse(body).RootElement;
            return new IdentityTokens(
                json.GetProperty("accessToken").GetString()!, json.GetProperty("refreshToken").GetString()!, json);
        }
    }
}
