using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>An app of one file that keeps a value and signs in and out, and a browser and a client without cookies that do so.</summary>
internal static class SmallProgram
{
    /// <summary>The packages that it needs.</summary>
    public static readonly string[] Packages = ["SecureSessions.Redis", "SecureSessions.Tokens"];

    /// <summary>What it is started with: a section of its configuration, for it to bind.</summary>
    public static readonly string[] Settings =
    [
        "--Sessions:IdleTimeout=00:10:00", $"--Sessions:StoreKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
    ];

    /// <summary>The program: its sessions are on Redis where its configuration names one, and in memory where not.</summary>
    public const string Text = """
        using System.Security.Claims;
        using System.Text.Json.Serialization;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Authentication.JwtBearer;
        using Microsoft.AspNetCore.Authorization;
        using SecureSessions;
        using SecureSessions.Tokens;

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseKestrelHttpsConfiguration();
        SecureSessionsBuilder sessions = builder.Services.AddSecureSessions(builder.Configuration.GetSection("Sessions"));
        if (builder.Configuration["Redis"] is { } redis)
            sessions.AddRedisStore(redis);
        sessions.AddSessionAuditLog(audit => audit.File = builder.Configuration["Audit"]);
        sessions.AddTokens(tokens =>
        {
            tokens.Issuer = "https://localhost";
            tokens.Audiences.Add("https://localhost/api");
        });
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession().AddSessionBearer();
        builder.Services.AddAuthorization();

        WebApplication app = builder.Build();
        app.UseSecureSessions();
        app.MapPost(
            "/cart/{items:int}",
            (int items, HttpContext context) => context.GetSecureSession().Set("cart", new Cart(items), Json.Default.Cart));
        app.MapGet("/cart", string (HttpContext context) => $"{context.GetSecureSession().Get("cart", Json.Default.Cart)?.Items}");
        app.MapPost("/login", (HttpContext context) => context.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "alice")], "test", "sub", "role"))));
        app.MapGet("/me", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
        app.MapPost("/logout", (HttpContext context) => context.SignOutAsync());
        app.MapSecureSessionTokens();
        app.MapPost("/client", async Task<IResult> (HttpContext context, ISecureSessionTokens tokens) =>
        {
            var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "alice")], "test", "sub", "role"));
            SessionTokens pair = await tokens.SignInAsync(context, user, new SessionTokenSignIn { ClientId = "cli" });
            return Results.Json(new Pair(pair.AccessToken.Value, pair.RefreshToken), Json.Default.Pair);
        });
        app.MapGet("/api", (ClaimsPrincipal user) => user.FindFirstValue("sub")).RequireAuthorization(
            new AuthorizeAttribute { AuthenticationSchemes = JwtBearerDefaults.AuthenticationScheme });
        app.Run();

        internal sealed record Cart(int Items);

        internal sealed record Pair(
            [property: JsonPropertyName("access_token")] string Access, [property: JsonPropertyName("refresh_token")] string Refresh);

        [JsonSerializable(typeof(Cart))]
        [JsonSerializable(typeof(Pair))]
        internal sealed partial class Json : JsonSerializerContext;
        """;

    /// <summary>What names a Redis to it.</summary>
    public static string SettingOf(RedisServer redis) => $"--Redis={redis.Configuration}";

    /// <summary>What names the file of its audit log to it; without it the lines are in its log.</summary>
    public static string SettingOf(string auditLog) => $"--Audit={auditLog}";

    public static async Task UseAsync(RunningApp app)
    {
        using Browser browser = app.NewBrowser();

        // A connection to a store is opened in the background.
        await Poll.UntilAsync(async () => (await browser.PostAsync("/cart/3")).Status == HttpStatusCode.OK, "the app keeps a value");
        await browser.PostAsync("/login");
        Assert.Equal(("3", "alice"), ((await browser.GetAsync("/cart")).Body, (await browser.GetAsync("/me")).Body));

        using Browser thief = browser.Copy();
        await browser.PostAsync("/logout");
        Assert.Equal((HttpStatusCode.Unauthorized, null), ((await thief.GetAsync("/me")).Status, browser.Token));

        await UseWithoutCookiesAsync(app);
    }

    private static async Task UseWithoutCookiesAsync(RunningApp app)
    {
        using HttpClient client = app.NewClient();
        (string access, string refresh) = await ReadAsync(await client.PostAsync(new Uri("/client", UriKind.Relative), content: null));
        Assert.Equal((HttpStatusCode.OK, "alice"), await CallAsync(client, access));

        (string newAccess, string newRefresh) = await ReadAsync(
            await PostAsync(client, "token", ("grant_type", "refresh_token"), ("refresh_token", refresh)));
        Assert.NotEqual(refresh, newRefresh);
        Assert.Equal((HttpStatusCode.OK, "alice"), await CallAsync(client, newAccess));

        (await PostAsync(client, "revoke", ("token", newRefresh))).EnsureSuccessStatusCode();
        Assert.Equal((HttpStatusCode.Unauthorized, ""), await CallAsync(client, newAccess));
        string metadata = await client.GetStringAsync(new Uri("/.well-known/oauth-authorization-server", UriKind.Relative));
        Assert.Contains("https://localhost/session/tokens/jwks", metadata, StringComparison.Ordinal);
        Assert.Contains("ES256", await client.GetStringAsync(new Uri("/session/tokens/jwks", UriKind.Relative)), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string endpoint, params (string Name, string Value)[] form) =>
        client.PostAsync(
            new Uri($"/session/tokens/{endpoint}", UriKind.Relative),
            new FormUrlEncodedContent(form.Select(static one => KeyValuePair.Create(one.Name, one.Value))));

    private static async Task<(HttpStatusCode Status, string Body)> CallAsync(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api");
        request.Headers.Authorization = new("Bearer", token);
        using HttpResponseMessage response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<(string Access, string Refresh)> ReadAsync(HttpResponseMessage response)
    {
        JsonElement json = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;
        return (json.GetProperty("access_token").GetString()!, json.GetProperty("refresh_token").GetString()!);
    }
}
