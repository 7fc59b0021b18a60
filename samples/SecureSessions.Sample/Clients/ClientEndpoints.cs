using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using SecureSessions.Tokens;

namespace SecureSessions.Sample;

/// <summary>What clients without cookies use: a login, an API page, and the endpoints of their tokens.</summary>
internal static class ClientEndpoints
{
    private const string ClientId = "securesessions-cli";

    /// <summary>Adds the tokens. The addresses are names: all nodes have the same ones.</summary>
    public static SecureSessionsBuilder AddClientTokens(this SecureSessionsBuilder sessions, IConfiguration configuration) =>
        sessions.AddTokens(tokens =>
        {
            string site = configuration["Tokens:Issuer"] ?? "https://localhost:7443";
            tokens.Issuer = site;
            tokens.Audiences.Add(site + "/api");

            // With a StoreKey the nodes make their keys themselves. For a tour without one a key of this process has to do.
            if (configuration["Sessions:StoreKey"] is null)
                tokens.SigningKeys.Add(NewKey());
        });

    /// <summary>
    /// Accepts their access tokens, and those that pages have in a cookie. <c>Tokens:Cookie</c> is its name, without which pages get none
    /// there.
    /// </summary>
    public static AuthenticationBuilder AddClientBearer(this AuthenticationBuilder authentication, IConfiguration configuration) =>
        authentication.AddSessionBearer(bearer => bearer.AccessTokenCookieName = configuration["Tokens:Cookie"]);

    public static void MapClients(this WebApplication app)
    {
        app.MapSecureSessionTokens(configure: endpoints => endpoints.AccessTokenCookieName = app.Configuration["Tokens:Cookie"]);
        app.MapPost("/client/login", LogInAsync).WithoutSession().DisableAntiforgery().RequireRateLimiting("floods");
        app.MapGet("/api/account", GetAccount).WithoutSession()
            .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = JwtBearerDefaults.AuthenticationScheme });
    }

    private static SessionSigningKey NewKey()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SessionSigningKey.FromPem(key.ExportPkcs8PrivateKeyPem());
    }

    private static async Task<IResult> LogInAsync(
        HttpContext context, ClientLogin login, PasswordCheck passwords, ISecureSessionTokens tokens)
    {
        (ClaimsPrincipal? user, string? refusal) = await passwords.CheckAsync(context, login.User, login.Password);
        if (user is null)
        {
            int status = context.Response.StatusCode == StatusCodes.Status429TooManyRequests
                ? StatusCodes.Status429TooManyRequests
                : StatusCodes.Status401Unauthorized;
            return Results.Json(new { error = refusal }, statusCode: status);
        }

        var properties = new AuthenticationProperties();
        properties.SetSessionAuthentication(Levels.ByPassword, Levels.Password);
        SessionTokens pair = await tokens.SignInAsync(context, user, new SessionTokenSignIn
        {
            ClientId = ClientId,
            ClientName = login.Device is { Length: <= SessionTokenDefaults.MaxClientNameLength } device ? device : null,
            Properties = properties,
        });
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { access_token = pair.AccessToken.Value, refresh_token = pair.RefreshToken });
    }

    private static IResult GetAccount(ClaimsPrincipal user) => Results.Json(new
    {
        user = user.FindFirstValue("sub"),
        roles = user.FindAll("roles").Select(static role => role.Value),
        session = user.FindFirstValue("sid"),
        client = user.FindFirstValue("client_id"),
    });
}
