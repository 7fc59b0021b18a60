using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SecureSessions.OpenIdConnectSample.Provider;

/// <summary>What every provider on OpenIddict has: code flow, refresh tokens that are good once, logout; one client.</summary>
/// <remarks>Whoever is signed in under the default scheme is the user. The principal has the claims <c>sub</c> and <c>sid</c>.</remarks>
public static class ProviderProtocol
{
    /// <summary>A database in memory. It lives as long as the connection is open.</summary>
    public static async Task<SqliteConnection> OpenDatabaseAsync()
    {
        var database = new SqliteConnection("DataSource=:memory:");
        await database.OpenAsync();
        return database;
    }

    /// <summary>Adds OpenIddict.</summary>
    public static void AddProtocol(
        this IServiceCollection services, Uri issuer, SqliteConnection database, SecurityKey key, TimeSpan accessTokenLifetime)
    {
        services.AddDbContext<DbContext>(options => options.UseSqlite(database).UseOpenIddict());
        services.AddOpenIddict()
            .AddCore(static core => core.UseEntityFrameworkCore().UseDbContext<DbContext>())
            .AddServer(server =>
            {
                server.SetIssuer(issuer);
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
                server.SetEndSessionEndpointUris("connect/logout");
                server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
                server.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.OfflineAccess);
                server.SetAccessTokenLifetime(accessTokenLifetime);
                server.AddEphemeralEncryptionKey().AddSigningKey(key).DisableAccessTokenEncryption();

                // Who uses a refresh token twice is refused.
                server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);
                server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough();
            });
    }

    /// <summary>Maps the endpoints that clients send browsers to, and the one that they ask for tokens.</summary>
    public static void MapProtocol(this WebApplication app)
    {
        app.MapMethods("/connect/authorize", ["GET", "POST"], (Delegate)AuthorizeAsync);
        app.MapPost("/connect/token", (Delegate)ExchangeAsync);
        app.MapMethods("/connect/logout", ["GET", "POST"], (Delegate)LogOutAsync);
    }

    /// <summary>Makes the tables, and the client that is the app at this address.</summary>
    public static async Task AddClientAsync(this WebApplication provider, string id, string secret, Uri app)
    {
        await using AsyncServiceScope scope = provider.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DbContext>().Database.EnsureCreatedAsync();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            ClientSecret = secret,
            ConsentType = ConsentTypes.Implicit,
            RedirectUris = { new Uri(app, "/signin-oidc") },
            PostLogoutRedirectUris = { new Uri(app, "/signout-callback-oidc") },
            Permissions =
            {
                Permissions.Endpoints.Authorization,
                Permissions.Endpoints.Token,
                Permissions.Endpoints.EndSession,
                Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code,
                Permissions.Scopes.Profile,
            },
        });
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext context)
    {
        OpenIddictRequest request = context.GetOpenIddictServerRequest()!;
        AuthenticateResult user = await context.AuthenticateAsync();
        if (!user.Succeeded)
            return Results.Challenge();

        var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, user.Principal.GetClaim(Claims.Subject));
        identity.SetClaim(Claims.Name, user.Principal.GetClaim(Claims.Subject));
        identity.SetClaim("sid", user.Principal.GetClaim("sid"));
        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(static _ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return Results.SignIn(
            new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> ExchangeAsync(HttpContext context)
    {
        AuthenticateResult granted = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        return Results.SignIn(granted.Principal!, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> LogOutAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
