using System.Net;
using System.Text.Json;
using SecureSessions.TestKit;

namespace SecureSessions.Tokens.Tests.Hosting;

/// <summary>An answer of the endpoints.</summary>
internal sealed record TokenReply(Page Page, JsonElement Json)
{
    public HttpStatusCode Status => Page.Status;

    public string Access => Text("access_token")!;

    public string Refresh => Text("refresh_token")!;

    public string? Error => Text("error");

    public SessionId SessionId =>
        SecureSessions.SessionId.TryParse(TokenHost.ClaimsOf(Access).GetProperty("sid").GetString(), out SessionId id)
            ? id
            : throw new InvalidOperationException("The token names no session.");

    public static TokenReply Of(Page page) =>
        new(page, page.Body.StartsWith('{') ? JsonDocument.Parse(page.Body).RootElement : default);

    public string? Text(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
