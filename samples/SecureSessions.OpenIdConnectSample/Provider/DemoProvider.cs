using System.Net.Security;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Data.Sqlite;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.OpenIdConnectSample.Provider;

/// <summary>A provider of OpenID Connect to try the sample with. It asks for a name and for no password, so it is for loopback only.</summary>
public sealed class DemoProvider : IAsyncDisposable
{
    /// <summary>The name of its only client.</summary>
    public const string ClientId = "sample";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly SigningCredentials _signing;
    private readonly SqliteConnection _database;
    private readonly X509Certificate2? _certificate;
    private readonly Uri _client;

    private WebApplication _app = null!;

    private DemoProvider(Uri address, Uri client, X509Certificate2? certificate, SqliteConnection database)
    {
        Address = address;
        _client = client;
        _certificate = certificate;
        _database = database;
        _signing = new SigningCredentials(new RsaSecurityKey(_rsa) { KeyId = "demo" }, SecurityAlgorithms.RsaSha256);
    }

    /// <summary>Where it listens, and its issuer.</summary>
    public Uri Address { get; }

    /// <summary>The secret of its client: another one in every run.</summary>
    public string ClientSecret { get; } = RandomNumberGenerator.GetHexString(32);

    /// <param name="address">Where it listens.</param>
    /// <param name="client">The app whose users sign in here.</param>
    /// <param name="certificate">
    /// The certificate of both; <see langword="null"/> if the machine has one that Kestrel finds and the machine trusts.
    /// </param>
    public static async Task<DemoProvider> StartAsync(Uri address, Uri client, X509Certificate2? certificate)
    {
        var provider = new DemoProvider(address, client, certificate, await ProviderProtocol.OpenDatabaseAsync());
        await provider.StartAsync();
        return provider;
    }

    /// <summary>What this process reaches itself by: no machine trusts a certificate that was made a moment ago.</summary>
    public HttpMessageHandler CreateHandler() => new SocketsHttpHandler
    {
        UseCookies = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                errors == SslPolicyErrors.None || (_certificate is not null && _certificate.Equals(certificate)),
        },
    };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _rsa.Dispose();
    }

    private async Task StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls(Address.GetLeftPart(UriPartial.Authority));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = _certificate));

        // Cookies know no ports: this one must not be called as that of the app.
        builder.Services.AddSecureSessions(static options => options.Cookie.Name = "__Host-provider");
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme)
            .AddSecureSession(static pages => pages.LoginPath = "/login");
        builder.Services.AddAuthorization();
        builder.Services.AddProtocol(Address, _database, _signing.Key, accessTokenLifetime: TimeSpan.FromMinutes(2));

        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.UseSecureSessions();
        _app.MapProtocol();
        _app.MapGet("/", ShowHome);
        _app.MapGet("/login", ShowLogin);
        _app.MapPost("/login", (Delegate)LogInAsync);
        _app.MapPost("/logout", (Delegate)LogOutAsync);
        await _app.AddClientAsync(ClientId, ClientSecret, _client);
        await _app.StartAsync();
    }

    private IResult ShowHome(HttpContext context) => Show(
        context.User.FindFirst("sub") is { Value: var name }
            ? $"""<p>Hello {Encode(name)}.</p><form method="post" action="/logout"><button>Sign out everywhere</button></form>"""
            : $"""<p>You are not signed in.</p><p><a href="{Encode(_client.ToString())}">Back to the app</a></p>""");

    private static IResult ShowLogin(string returnUrl = "/") => Show($"""
        <form method="post">
            <label>Your name <input name="name" value="ada" required></label>
            <input type="hidden" name="returnUrl" value="{Encode(returnUrl)}">
            <button>Sign in</button>
        </form>
        """);

    private static async Task<IResult> LogInAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        string name = form["name"].ToString();
        if (name.Length == 0)
            return Results.BadRequest("A name is missing.");

        Claim[] claims = [new("sub", name), new("sid", RandomNumberGenerator.GetHexString(32))];
        await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, "demo")));
        return Results.LocalRedirect(form["returnUrl"].ToString());
    }

    private async Task<IResult> LogOutAsync(HttpContext context)
    {
        if (context.User.FindFirst("sid") is { Value: var sid })
            await EndSessionsOfClientAsync(context.User.FindFirst("sub")!.Value, sid);
        await context.SignOutAsync();
        return Results.LocalRedirect("/");
    }

    // OpenID Connect Back-Channel Logout 1.0, section 2.
    private async Task EndSessionsOfClientAsync(string sub, string sid)
    {
        string token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address.ToString(),
            Audience = ClientId,
            TokenType = "logout+jwt",
            SigningCredentials = _signing,
            Expires = DateTime.UtcNow.AddMinutes(2),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = sub,
                ["sid"] = sid,
                ["jti"] = RandomNumberGenerator.GetHexString(32),
                ["events"] = new Dictionary<string, object>
                {
                    ["http://schemas.openid.net/event/backchannel-logout"] = new Dictionary<string, object>(),
                },
            },
        });
        using var client = new HttpClient(CreateHandler());
        using var form = new FormUrlEncodedContent([new("logout_token", token)]);
        using HttpResponseMessage answer = await client.PostAsync(new Uri(_client, "/backchannel-logout"), form);
        answer.EnsureSuccessStatusCode();
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static IResult Show(string body) => Results.Content(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Demo provider</title><link rel="icon" href="data:,"></head>
        <body><main><h1>Demo provider</h1>{body}</main></body>
        </html>
        """,
        "text/html; charset=utf-8");
}
