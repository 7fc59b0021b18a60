using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tokens.Tests.Docs;

/// <summary>The code blocks of docs/tokens.md.</summary>
internal static class TokensSnippets
{
    public static void Issuer(WebApplicationBuilder builder)
    {
        #region issuer
        builder.Services.AddSecureSessions().AddTokens(tokens =>
        {
            tokens.Issuer = "https://app.example.com";
            tokens.Audiences.Add("https://api.example.com");
            tokens.SigningKeys.Add(SessionSigningKey.FromPem(builder.Configuration["Tokens:SigningKey"]!));
        });
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme)
            .AddSecureSession()                                 // browsers, by their cookie
            .AddSessionBearer();                                // clients, by their access token
        #endregion
    }

    public static void Endpoints(WebApplication app)
    {
        #region endpoints
        app.UseSecureSessions();
        app.MapSecureSessionTokens();
        app.MapGet("/api/hello", (ClaimsPrincipal user) => $"Hello {user.FindFirstValue("sub")}")
            .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = JwtBearerDefaults.AuthenticationScheme });
        #endregion
    }

    public static void SignIn(WebApplication app)
    {
        #region sign-in
        app.MapPost("/client/login", async (HttpContext context, Credentials credentials, ISecureSessionTokens tokens) =>
        {
            if (credentials.Check() is not { } userId)
                return Results.Unauthorized();

            var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, userId)], "password");
            var properties = new AuthenticationProperties();
            properties.SetSessionAuthentication(["pwd"], "aal1");
            SessionTokens pair = await tokens.SignInAsync(context, new ClaimsPrincipal(identity), new SessionTokenSignIn
            {
                ClientId = "example-cli",
                ClientName = credentials.Device,                // what the user's list of devices shows
                Properties = properties,
            });
            return Results.Json(new { access_token = pair.AccessToken.Value, refresh_token = pair.RefreshToken });
        });
        #endregion
    }

    public static void StepUp(WebApplication app)
    {
        #region step-up
        app.MapPost("/client/step-up", async (HttpContext context, StepUpRequest request, ISecureSessionTokens tokens) =>
        {
            if (!request.CheckCode())
                return Results.Unauthorized();

            SessionTokenResult result = await tokens.StepUpAsync(context, request.RefreshToken, ["otp"], "aal2");
            return result.IsSuccess
                ? Results.Json(new { access_token = result.Tokens.AccessToken.Value, refresh_token = result.Tokens.RefreshToken })
                : Results.Json(new { error = result.Error }, statusCode: StatusCodes.Status400BadRequest);
        });
        #endregion
    }

    public static void ManagedKeys(WebApplicationBuilder builder, byte[] storeKey)
    {
        #region managed-keys
        builder.Services.AddSecureSessions(o => o.StoreKey = storeKey).AddRedisStore("localhost:6379").AddTokens(tokens =>
        {
            tokens.Issuer = "https://app.example.com";
            tokens.Audiences.Add("https://api.example.com");    // and no SigningKeys
        });
        #endregion
    }

    public static void Identity(WebApplicationBuilder builder)
    {
        #region identity
        builder.Services.AddIdentityApiEndpoints<IdentityUser>();           // and .AddEntityFrameworkStores<...>()
        builder.Services.AddSecureSessions().AddIdentitySessions().AddTokens(tokens =>
        {
            tokens.Issuer = "https://app.example.com";
            tokens.Audiences.Add("https://api.example.com");
            tokens.SigningKeys.Add(SessionSigningKey.FromPem(builder.Configuration["Tokens:SigningKey"]!));
        });
        builder.Services.AddAuthentication()
            .AddSessionTokens(IdentityConstants.BearerScheme)               // a sign-in is answered with the tokens of a session
            .AddSessionBearer();                                            // and a request is authenticated by its access token
        #endregion
    }

    public static void IdentityEndpoints(WebApplication app)
    {
        #region identity-endpoints
        app.UseSecureSessions();
        app.MapIdentityApi<IdentityUser>().WithSessionTokens();
        app.MapSecureSessionTokens();
        #endregion
    }

    public static void Api(WebApplicationBuilder builder, byte[] storeKey)
    {
        #region api
        builder.Services.AddSecureSessions(o => o.StoreKey = storeKey);     // and the store of the app: AddRedisStore(...)
        builder.Services.AddAuthentication().AddSessionBearer(bearer =>
        {
            bearer.Authority = "https://app.example.com";
            bearer.Audience = "https://api.example.com";
            bearer.Check = SessionCheck.Cached(TimeSpan.FromSeconds(30));
        });
        #endregion
    }

    public static void Introspection(WebApplicationBuilder builder, string key)
    {
        #region introspection
        builder.Services.AddAuthentication().AddSessionBearer(bearer =>
        {
            bearer.Authority = "https://app.example.com";
            bearer.Audience = "https://api.example.com";
            bearer.Check = SessionCheck.Introspect(new Uri("https://app.example.com/session/tokens/introspect"), request =>
            {
                request.Headers.Add("X-Api-Key", key);
                return ValueTask.CompletedTask;
            });
        });
        #endregion
    }

    public static void IntrospectionPolicy(WebApplication app)
    {
        #region introspection-policy
        app.MapSecureSessionTokens(configure: endpoints => endpoints.IntrospectionPolicy = "resource-servers");
        #endregion
    }

    public static void CookieEndpoint(WebApplication app)
    {
        #region cookie-endpoint
        app.MapSecureSessionTokens(configure: endpoints => endpoints.AccessTokenCookieName = SessionTokenDefaults.AccessTokenCookieName);
        #endregion
    }

    public static void CookieService(WebApplicationBuilder builder)
    {
        #region cookie-service
        builder.Services.AddAuthentication().AddSessionBearer(bearer =>
        {
            bearer.Authority = "https://app.example.com";
            bearer.Audience = "https://api.example.com";
            bearer.AccessTokenCookieName = SessionTokenDefaults.AccessTokenCookieName;
        });
        #endregion
    }

    /// <summary>What a client sends when its user signs in.</summary>
    internal sealed record Credentials(string User, string Password, string Device)
    {
        public string? Check() => Password == "correct" ? User : null;
    }

    /// <summary>What a client sends when its user authenticates again.</summary>
    internal sealed record StepUpRequest(string RefreshToken, string Code)
    {
        public bool CheckCode() => Code == "123456";
    }
}
