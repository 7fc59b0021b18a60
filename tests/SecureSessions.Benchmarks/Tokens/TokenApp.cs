using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.TestKit;
using SecureSessions.Tokens;

namespace SecureSessions.Benchmarks.Tokens;

/// <summary>The same small app in each variant: a client signs in, and its access token opens a page.</summary>
internal static class TokenApp
{
    public const string Issuer = "https://app.example.com";
    public const string Audience = "https://api.example.com";

    private const string Value = "teal";

    /// <summary>What the bearer handler of ASP.NET Core is told, so that it checks of a token all that it can.</summary>
    public static TokenValidationParameters ParametersFor(SecurityKey key) => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = key,
        ValidTypes = [SessionTokenDefaults.TokenType],
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ClockSkew = SessionTokenDefaults.ClockSkew,
    };

    public static ECDsaSecurityKey NewKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "benchmark" };

    /// <summary>Sessions whose clients get tokens that outlive a measurement.</summary>
    public static SecureSessionsBuilder AddTokens(IServiceCollection services, SecurityKey key) =>
        services.AddSecureSessions(static options => options.StoreTimeout = Patience.StoreTimeout).AddTokens(tokens =>
        {
            tokens.Issuer = Issuer;
            tokens.Audiences.Add(Audience);
            tokens.AccessTokenLifetime = TimeSpan.FromHours(1);
            tokens.SigningKeys.Add(SessionSigningKey.FromCredentials(new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256)));
        });

    public static WebApplication Create(TokenVariant variant, Action<WebApplicationBuilder> useServer)
    {
        WebApplicationBuilder builder = BenchmarkApp.NewBuilder(useServer);
        ECDsaSecurityKey key = NewKey();
        SecureSessionsBuilder sessions = AddTokens(builder.Services, key);
        if (variant is TokenVariant.CachedOnRedis or TokenVariant.EveryRequestOnRedis)
            sessions.AddRedisStore(BenchmarkApp.RedisConfiguration);
        if (variant != TokenVariant.Bare)
        {
            AddBearer(builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme), variant, key);
            builder.Services.AddAuthorization();
        }

        WebApplication app = builder.Build();
        app.MapGet("/signin", SignInAsync);
        RouteHandlerBuilder page = app.MapGet("/me", static () => Value);
        if (variant != TokenVariant.Bare)
            page.RequireAuthorization();
        return app;
    }

    private static void AddBearer(AuthenticationBuilder authentication, TokenVariant variant, ECDsaSecurityKey key)
    {
        if (variant == TokenVariant.Plain)
        {
            authentication.AddJwtBearer(bearer =>
            {
                bearer.MapInboundClaims = false;
                bearer.TokenValidationParameters = ParametersFor(key);
            });
            return;
        }

        authentication.AddSessionBearer(bearer => bearer.Check = variant switch
        {
            TokenVariant.SignatureOnly => SessionCheck.SignatureOnly,
            TokenVariant.Cached or TokenVariant.CachedOnRedis => SessionCheck.Cached(TimeSpan.FromSeconds(30)),
            TokenVariant.EveryRequest or TokenVariant.EveryRequestOnRedis => SessionCheck.EveryRequest,
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    private static async Task<string> SignInAsync(HttpContext context, ISecureSessionTokens tokens) =>
        (await tokens.SignInAsync(context, BenchmarkApp.User, new SessionTokenSignIn { ClientId = "benchmark" })).AccessToken.Value;
}
