using System.Net;
using System.Text.Json;

namespace SecureSessions.Redis.Tests.Tokens;

/// <summary>What a client without cookies holds, and what it asks of a node.</summary>
/// <param name="Access">The access token.</param>
/// <param name="Refresh">The refresh token.</param>
internal sealed record ClientTokens(string Access, string Refresh)
{
    /// <summary>The session, where the client has just signed in.</summary>
    public string? SessionId { get; init; }

    public static async Task<ClientTokens> SignInAsync(HttpClient node, string user = "ada")
    {
        using HttpResponseMessage response = await node.PostAsync(new Uri($"/client/{user}", UriKind.Relative), content: null);
        return await ReadAsync(response.EnsureSuccessStatusCode());
    }

    /// <summary>Refreshes; no tokens for any status but 200.</summary>
    public async Task<(HttpStatusCode Status, ClientTokens? Tokens)> RefreshAsync(HttpClient node)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", Refresh)]);
        using HttpResponseMessage response = await node.PostAsync(new Uri("/session/tokens/token", UriKind.Relative), form);
        return (response.StatusCode, response.IsSuccessStatusCode ? await ReadAsync(response) : null);
    }

    public async Task<HttpStatusCode> RevokeAsync(HttpClient node)
    {
        using var form = new FormUrlEncodedContent([new("token", Refresh)]);
        using HttpResponseMessage response = await node.PostAsync(new Uri("/session/tokens/revoke", UriKind.Relative), form);
        return response.StatusCode;
    }

    /// <summary>Calls the API with that check.</summary>
    public async Task<HttpStatusCode> CallAsync(HttpClient node, string check = TokenApp.EveryRequest)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/{check}");
        request.Headers.Authorization = new("Bearer", Access);
        using HttpResponseMessage response = await node.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<ClientTokens> ReadAsync(HttpResponseMessage response)
    {
        JsonElement json = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return new ClientTokens(json.GetProperty("access_token").GetString()!, json.GetProperty("refresh_token").GetString()!)
        {
            SessionId = json.TryGetProperty("sid", out JsonElement id) ? id.GetString() : null,
        };
    }
}
