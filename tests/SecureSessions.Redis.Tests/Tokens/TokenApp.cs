using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tokens;

namespace SecureSessions.Redis.Tests.Tokens;

/// <summary>
/// An app that issues tokens and has APIs that accept them, each with a check of its own; in a process of its own: <c>--redis</c>,
/// <c>--storekey</c>, <c>--timeout</c>, <c>--cache</c>, <c>--grace</c>.
/// </summary>
internal static class TokenApp
{
    public const string Name = "tokens";
    public const string Cached = "Cached";
    public const string EveryRequest = "Every";

    /// <summary>How long an API remembers that a session lives, where nothing else is said.</summary>
    public static TimeSpan CacheTime { get; } = SessionTokenDefaults.LongestSessionCache;

    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        ConfigurationManager settings = builder.Configuration;
        builder.Services.AddSecureSessions(options =>
        {
            options.StoreTimeout = settings.GetValue("timeout", Patience.StoreTimeout);
            options.StoreKey = Convert.FromBase64String(settings["storekey"]!);
        }).AddRedisStore(settings["redis"]!);
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();
        AddTokens(builder.Services, cache: settings.GetValue("cache", CacheTime));
        builder.Services.Configure<SessionTokenOptions>(
            tokens => tokens.RefreshGrace = settings.GetValue("grace", SessionTokenDefaults.RefreshGrace));
        await using WebApplication app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseSecureSessions();
        SmallApp.Map(app);
        app.MapSecureSessions();
        Map(app);
        await app.RunAsync();
    }

    public static SessionSigningKey NewSigningKey()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SessionSigningKey.FromPem(key.ExportPkcs8PrivateKeyPem());
    }

    /// <param name="services">The services.</param>
    /// <param name="key">The key of the app; without one the nodes make keys themselves.</param>
    /// <param name="cache">How long the API remembers that a session lives.</param>
    public static void AddTokens(IServiceCollection services, SessionSigningKey? key = null, TimeSpan? cache = null)
    {
        services.AddSecureSessions().AddTokens(tokens =>
        {
            tokens.Issuer = "https://localhost";
            tokens.Audiences.Add("https://api.example.com");
            if (key is not null)
                tokens.SigningKeys.Add(key);
        });
        services.AddAuthorization();
        services.AddAuthentication()
            .AddSessionBearer(EveryRequest)
            .AddSessionBearer(Cached, bearer => bearer.Check = SessionCheck.Cached(cache ?? CacheTime));
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapSecureSessionTokens();
        app.MapPost("/client/{user}", SignInAsync).WithoutSession();
        app.MapPost("/admin/end/{user}", EndAllAsync).WithoutSession();
        foreach (string scheme in (string[])[EveryRequest, Cached])
        {
            app.MapGet($"/api/{scheme}", static context => context.Response.WriteAsync(context.User.FindFirstValue("sub") ?? "nobody"))
                .WithoutSession().RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = scheme });
        }
    }

    private static async Task SignInAsync(HttpContext context)
    {
        var tokens = context.RequestServices.GetRequiredService<ISecureSessionTokens>();
        SessionTokens pair = await tokens.SignInAsync(
            context,
            SmallApp.PrincipalOf((string)context.Request.RouteValues["user"]!),
            new SessionTokenSignIn { ClientId = "example-cli" });
        await context.Response.WriteAsJsonAsync(new Dictionary<string, string>
        {
            ["access_token"] = pair.AccessToken.Value,
            ["refresh_token"] = pair.RefreshToken,
            ["sid"] = pair.SessionId.ToString(),
        });
    }

    private static Task EndAllAsync(HttpContext context) => context.RequestServices.GetRequiredService<ISecureSessionManager>()
        .EndAllAsync((string)context.Request.RouteValues["user"]!);
}
