using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tokens.Tests.Hosting;

/// <summary>An app that issues tokens and has an API that accepts them, and what clients ask of it.</summary>
internal sealed class TokenHost : IAsyncDisposable
{
    public const string Issuer = "https://localhost";
    public const string Api = "https://api.example.com";
    public const string OtherApi = "https://other.example.com";
    public const string IntrospectionKey = "resource-server";

    private TokenHost(SessionHost host)
    {
        Host = host;
        Client = host.NewClient();
    }

    public SessionHost Host { get; }

    public HttpClient Client { get; }

    public ManualTimeProvider Clock => Host.Clock;

    public ISecureSessionTokens Tokens => Host.Services.GetRequiredService<ISecureSessionTokens>();

    public static async Task<TokenHost> StartAsync(TokenHostSettings? settings = null)
    {
        settings ??= new TokenHostSettings();
        return new TokenHost(await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = settings.Kind,
            TimeProvider = settings.Time ?? settings.Peer?.Clock,
            Configure = settings.Sessions,
            Before = settings.Before,
            ConfigureSessions = sessions =>
            {
                sessions.AddTokens(tokens =>
                {
                    tokens.Issuer = Issuer;
                    tokens.Audiences.Add(Api);
                    tokens.Audiences.Add(OtherApi);
                    settings.Tokens?.Invoke(tokens);
                });
                settings.ConfigureSessions?.Invoke(sessions);
                if (settings.Peer is { } peer)
                    Share(sessions.Services, peer.Host.Store);
            },
            ConfigureServices = services =>
            {
                services.AddAuthentication().AddSessionBearer(bearer =>
                {
                    bearer.Check = settings.Check;
                    settings.Bearer?.Invoke(bearer);
                });
                services.AddAuthorizationBuilder().AddPolicy("resource-servers", policy => policy.RequireAssertion(
                    static context => context.Resource is HttpContext http && http.Request.Headers["X-Key"] == IntrospectionKey));
                settings.ConfigureServices?.Invoke(services);
            },
            Map = app =>
            {
                SmallApp.Map(app);
                Map(app);
                app.MapSecureSessionTokens(configure: endpoints =>
                {
                    endpoints.IntrospectionPolicy = settings.Introspects ? "resource-servers" : null;
                    settings.Endpoints?.Invoke(endpoints);
                });
                settings.Map?.Invoke(app);
            },
        }));
    }

    /// <summary>Signs in, as a client does that has asked its user for a password.</summary>
    public async Task<TokenReply> SignInAsync(string user = "ada", string query = "") =>
        await ReadAsync(await Client.PostAsync($"/login/{user}{query}", content: null));

    public Task<TokenReply> RefreshAsync(string? token, params (string Name, string Value)[] more) =>
        PostAsync("/session/tokens/token", [("grant_type", "refresh_token"), ("refresh_token", token ?? ""), .. more]);

    public Task<TokenReply> RevokeAsync(string token) => PostAsync("/session/tokens/revoke", [("token", token)]);

    public Task<TokenReply> IntrospectAsync(string token) => SendFormAsync(
        "/session/tokens/introspect", [("token", token)], request => request.Headers.Add("X-Key", IntrospectionKey));

    public Task<TokenReply> PostAsync(string path, params (string Name, string Value)[] form) => SendFormAsync(path, form, static _ => { });

    /// <summary>Sends a body as it is.</summary>
    public async Task<TokenReply> SendAsync(string path, string body, string contentType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await ReadAsync(await Client.PostAsync(path, content));
    }

    /// <summary>Calls an API.</summary>
    public async Task<Page> CallAsync(string? token, string path = "/api")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using HttpResponseMessage response = await Client.SendAsync(request);
        return await Page.ReadAsync(response);
    }

    /// <summary>The status that an API answers.</summary>
    public async Task<HttpStatusCode> StatusAsync(string? token, string path = "/api") => (await CallAsync(token, path)).Status;

    /// <summary>The claims of a token, unverified.</summary>
    public static JsonElement ClaimsOf(string token) => PartOf(token, 1);

    /// <summary>The header of a token, unverified.</summary>
    public static JsonElement HeaderOf(string token) => PartOf(token, 0);

    public static async Task<TokenReply> ReadAsync(HttpResponseMessage response)
    {
        using (response)
            return TokenReply.Of(await Page.ReadAsync(response));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }

    private static void Share(IServiceCollection services, FaultyStore store)
    {
        services.RemoveAll<ISecureSessionStore>();
        services.RemoveAll<ISecureSessionIndex>();
        services.AddSingleton(store.Inner);
        services.AddSingleton(store.InnerIndex);
    }

    private static JsonElement PartOf(string token, int part) =>
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[part])).RootElement;

    private static void Map(WebApplication app)
    {
        app.MapPost("/login/{user}", async (HttpContext context, string user) =>
        {
            var tokens = context.RequestServices.GetRequiredService<ISecureSessionTokens>();
            SessionTokens pair = await tokens.SignInAsync(context, PrincipalOf(context, user), ClientOf(context));
            context.Response.StatusCode = int.TryParse(
                context.Request.Query["answer"], CultureInfo.InvariantCulture, out int status) ? status : 200;
            if (context.Request.Query.ContainsKey("throw"))
                throw new InvalidOperationException("The handler throws.");
            await context.Response.WriteAsJsonAsync(new Dictionary<string, object>
            {
                ["access_token"] = pair.AccessToken.Value,
                ["refresh_token"] = pair.RefreshToken,
                ["expires_in"] = pair.AccessToken.ExpiresIn,
                ["sid"] = pair.SessionId.ToString(),
            });
        });
        app.MapPost("/step-up", async context =>
        {
            var tokens = context.RequestServices.GetRequiredService<ISecureSessionTokens>();
            SessionTokenResult result = await tokens.StepUpAsync(context, context.Request.Query["token"].ToString(), ["otp"], "aal2");
            await context.Response.WriteAsJsonAsync(result.IsSuccess
                ? new Dictionary<string, object>
                {
                    ["access_token"] = result.Tokens.AccessToken.Value,
                    ["refresh_token"] = result.Tokens.RefreshToken,
                    ["expires_in"] = result.Tokens.AccessToken.ExpiresIn,
                }
                : new Dictionary<string, object> { ["error"] = result.Error });
        });
        var bearer = new AuthorizeAttribute { AuthenticationSchemes = JwtBearerDefaults.AuthenticationScheme };
        app.MapGet("/api", static context => context.Response.WriteAsync(context.User.FindFirstValue("sub") ?? "nobody"))
            .WithoutSession().RequireAuthorization(bearer);
        app.MapGet("/api/fresh", static context => context.Response.WriteAsync("fresh")).WithoutSession().RequireAuthorization(bearer)
            .RequireFreshAuthentication(TimeSpan.FromMinutes(5));
        app.MapGet("/api/strong", static context => context.Response.WriteAsync("strong")).WithoutSession().RequireAuthorization(bearer)
            .RequireFreshAuthentication(level: "aal2");
        app.MapGet("/api/admin", static context => context.Response.WriteAsync("admin")).WithoutSession().RequireAuthorization(
            new AuthorizeAttribute { AuthenticationSchemes = JwtBearerDefaults.AuthenticationScheme, Roles = "admin" });
    }

    private static ClaimsPrincipal PrincipalOf(HttpContext context, string user) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, user),
            new Claim("tenant", "t1"),
            .. context.Request.Query["role"].Select(static role => new Claim(ClaimTypes.Role, role!)),
        ],
        "password"));

    private static SessionTokenSignIn ClientOf(HttpContext context)
    {
        var properties = new AuthenticationProperties();
        properties.SetSessionAuthentication(["pwd"], "aal1");
        return new SessionTokenSignIn
        {
            ClientId = context.Request.Query["client"] is [{ } client] ? client : "cli",
            ClientName = context.Request.Query["name"] is [{ } name] ? name : null,
            Audience = context.Request.Query["audience"] is [{ } audience] ? audience : null,
            Properties = properties,
        };
    }

    private async Task<TokenReply> SendFormAsync(
        string path, (string Name, string Value)[] form, Action<HttpRequestMessage> configure)
    {
        using var content = new FormUrlEncodedContent(form.Select(static one => KeyValuePair.Create(one.Name, one.Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        configure(request);
        return await ReadAsync(await Client.SendAsync(request));
    }
}
