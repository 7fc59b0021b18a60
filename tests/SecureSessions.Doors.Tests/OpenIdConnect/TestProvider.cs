using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecureSessions.OpenIdConnectSample.Provider;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.OpenIdConnect;

/// <summary>A provider of OpenID Connect: OpenIddict, with one client, and users who sign in by their name.</summary>
public sealed class TestProvider : IAsyncLifetime
{
    public const string Name = "Tests at a provider of OpenID Connect";

    public const string Issuer = "https://provider.test/";
    public const string ClientId = "app";
    public const string ClientSecret = "a secret of the test";

    private SqliteConnection _database = null!;
    private RsaSecurityKey _key = null!;
    private WebApplication _app = null!;
    private int _refreshes;
    private (Hold Hold, int Status, string Body)? _heldRefresh;

    /// <summary>How long access tokens are good for.</summary>
    public static TimeSpan AccessTokenLifetime => TimeSpan.FromMinutes(5);

    /// <summary>How often a refresh token was redeemed.</summary>
    public int Refreshes => _refreshes;

    /// <summary>What the token endpoint answers to a refresh in place of its own answer; <see langword="null"/> for its own.</summary>
    public (int Status, string Body)? RefreshAnswer { get; set; }

    /// <summary>Lets the next refresh wait. When it is let go it gets this answer, and nothing is redeemed.</summary>
    public Hold HoldNextRefresh(int status = 503, string body = "")
    {
        var hold = new Hold();
        _heldRefresh = (hold, status, body);
        return hold;
    }

    public async Task InitializeAsync()
    {
        _key = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" };
        _database = await ProviderProtocol.OpenDatabaseAsync();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
        builder.Services.AddProtocol(new Uri(Issuer), _database, _key, AccessTokenLifetime);

        _app = builder.Build();
        Map();
        await _app.AddClientAsync(ClientId, ClientSecret, new Uri("https://localhost/"));
        await _app.StartAsync();
    }

    /// <summary>What the app reaches the provider by.</summary>
    public HttpMessageHandler CreateHandler() => _app.GetTestServer().CreateHandler();

    /// <summary>A browser at the provider.</summary>
    public Browser NewBrowser() => new(new HttpClient(CreateHandler()) { BaseAddress = new Uri(Issuer) });

    /// <summary>A logout token that is right in every way.</summary>
    public static Dictionary<string, object> LogoutClaims(DateTimeOffset now, string? sid, string? sub)
    {
        Dictionary<string, object> claims = new(StringComparer.Ordinal)
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(2).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["events"] = new Dictionary<string, object>
            {
                ["http://schemas.openid.net/event/backchannel-logout"] = new Dictionary<string, object>(),
            },
        };
        if (sid is not null)
            claims["sid"] = sid;
        if (sub is not null)
            claims["sub"] = sub;
        return claims;
    }

    /// <summary>Signs claims as the provider does.</summary>
    public string Sign(IDictionary<string, object> claims, string? type = "logout+jwt") =>
        Sign(claims, new SigningCredentials(_key, SecurityAlgorithms.RsaSha256), type);

    /// <summary>Signs claims by another key or another algorithm.</summary>
    public static string Sign(IDictionary<string, object> claims, SigningCredentials? credentials, string? type = "logout+jwt") =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = credentials,
            TokenType = type,
        });

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _key.Rsa.Dispose();
    }

    private static Task WriteAsync(HttpResponse response, (int Status, string Body) answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        return response.WriteAsync(answer.Body);
    }

    private void Map()
    {
        _app.Use(async (context, next) =>
        {
            bool isRefresh = context.Request.Path == "/connect/token"
                && (await context.Request.ReadFormAsync())["grant_type"] == "refresh_token";
            if (isRefresh)
                Interlocked.Increment(ref _refreshes);
            if (isRefresh && _heldRefresh is { } held)
            {
                _heldRefresh = null;
                await held.Hold.WaitAsync();
                await WriteAsync(context.Response, (held.Status, held.Body));
            }
            else if (isRefresh && RefreshAnswer is { } answer)
            {
                await WriteAsync(context.Response, answer);
            }
            else
            {
                await next();
            }
        });
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapGet("/sign-in/{name}/{sid}", static (string name, string sid) => Results.SignIn(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", name), new Claim("sid", sid)], "test")),
            authenticationScheme: CookieAuthenticationDefaults.AuthenticationScheme));
        _app.MapProtocol();
    }
}
