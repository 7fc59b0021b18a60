using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions;
using SecureSessions.Tokens;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of the tokens of sessions.</summary>
public static class SessionTokensEndpointExtensions
{
    /// <summary>
    /// Maps <c>POST token</c> (RFC 6749, 6), <c>POST access</c> for the session of a cookie, <c>POST revoke</c> (RFC 7009), <c>GET
    /// jwks</c>, where a policy is named <c>POST introspect</c> (RFC 7662), and the metadata of the issuer where RFC 8414 puts it.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The prefix of their paths.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The endpoints, for conventions of your own.</returns>
    /// <remarks>
    /// There is no endpoint for a sign-in: the app checks the credentials, and calls <see cref="ISecureSessionTokens.SignInAsync"/>.
    /// </remarks>
    /// <exception cref="InvalidOperationException"><c>AddTokens()</c> is missing, or an option cannot be used.</exception>
    public static IEndpointConventionBuilder MapSecureSessionTokens(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern = SessionTokenDefaults.Path,
        Action<SessionTokensEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        TokenPolicy policy = endpoints.ServiceProvider.GetService<TokenPolicy>()
            ?? throw new InvalidOperationException(
                "MapSecureSessionTokens() needs services that are not registered. Call builder.Services.AddSecureSessions().AddTokens() "
                + "before builder.Build().");
        var options = new SessionTokensEndpointOptions();
        configure?.Invoke(options);
        string path = "/" + pattern.Trim('/');
        RouteGroupBuilder group = endpoints.MapGroup("");
        group.WithTags("Session tokens");
        MapClients(group, path);
        MapBrowsers(group, path, CookieOf(options, endpoints.ServiceProvider));
        MapApis(group, path, policy, options.IntrospectionPolicy);
        return group;
    }

    /// <summary>
    /// Has the endpoint <c>/refresh</c> of <c>MapIdentityApi()</c> refresh sessions, so that clients of that API go on as they are: it
    /// takes the refresh token as JSON, and answers with new tokens, or 401. The other endpoints stay as they are.
    /// </summary>
    /// <typeparam name="TBuilder">The endpoints.</typeparam>
    /// <param name="endpoints">The endpoints of ASP.NET Core Identity.</param>
    /// <returns>The endpoints.</returns>
    /// <remarks>The sign-in needs <c>AddAuthentication().AddSessionTokens(IdentityConstants.BearerScheme)</c>.</remarks>
    public static TBuilder WithSessionTokens<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.AddEndpointFilterFactory(IdentityRefresh.Create);
    }

    // A client without cookies has no session of a cookie, and may come from anywhere: it proves itself by its token.
    private static void MapClients(RouteGroupBuilder group, string path)
    {
        group.MapPost(path + "/token", static (HttpContext context, TokenEndpoints handlers) => handlers.RefreshAsync(context))
            .WithoutSession().AllowAnonymous().DisableAntiforgery()
            .WithName("RefreshSessionTokens").WithSummary("New tokens for a refresh token (RFC 6749, 6). The refresh token changes.")
            .WithDescription(
                "A form with grant_type=refresh_token, refresh_token and, if the client wishes, client_id and resource "
                + "(application/x-www-form-urlencoded).")
            .Produces<TokenAnswer>().Produces<TokenError>(StatusCodes.Status400BadRequest)
            .Produces<TokenError>(StatusCodes.Status503ServiceUnavailable);
        group.MapPost(path + "/revoke", static (HttpContext context, TokenEndpoints handlers) => handlers.RevokeAsync(context))
            .WithoutSession().AllowAnonymous().DisableAntiforgery()
            .WithName("RevokeSessionTokens").WithSummary("Signs the client of a refresh token out (RFC 7009).")
            .WithDescription("A form with token (application/x-www-form-urlencoded).")
            .Produces(StatusCodes.Status200OK).Produces<TokenError>(StatusCodes.Status400BadRequest)
            .Produces<TokenError>(StatusCodes.Status503ServiceUnavailable);
    }

    // A script that fetches a token every quarter of an hour must not keep its user signed in.
    private static void MapBrowsers(RouteGroupBuilder group, string path, AccessTokenCookie? cookie) =>
        group.MapPost(path + "/access", (HttpContext context, TokenEndpoints handlers) => handlers.AccessAsync(context, cookie))
            .AsPassive().AllowAnonymous().DisableAntiforgery()
            .WithName("CreateAccessToken")
            .WithSummary("An access token for the session of the cookie. The request is no activity: it does not keep the session alive.")
            .WithDescription("No body, or a form with resource (application/x-www-form-urlencoded).")
            .Produces<TokenAnswer>().Produces<TokenError>(StatusCodes.Status400BadRequest)
            .Produces<TokenError>(StatusCodes.Status401Unauthorized).Produces(StatusCodes.Status403Forbidden)
            .Produces<TokenError>(StatusCodes.Status503ServiceUnavailable);

    private static AccessTokenCookie? CookieOf(SessionTokensEndpointOptions options, IServiceProvider services)
    {
        if (options.AccessTokenCookieName is not { } name)
            return null;

        string sessionCookie = services.GetRequiredService<IOptions<SecureSessionOptions>>().Value.Cookie.Name;
        if (AccessTokenCookie.FaultOf(name, sessionCookie) is { } fault)
            throw new InvalidOperationException(fault);

        var cookie = new AccessTokenCookie(name);
        cookie.AddTo(services.GetRequiredService<CompanionCookies>());
        return cookie;
    }

    private static void MapApis(
        RouteGroupBuilder group, string path, TokenPolicy policy, string? introspectionPolicy)
    {
        bool introspects = introspectionPolicy is not null;
        group.MapGet(path + "/jwks", static (HttpContext context, TokenEndpoints handlers) => handlers.KeysAsync(context))
            .WithoutSession().AllowAnonymous()
            .WithName("GetSessionTokenKeys").WithSummary("The keys that verify access tokens (RFC 7517).")
            .Produces<PublishedKeys>().Produces<TokenError>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet(
            SessionBearerSetup.MetadataOf(policy.Issuer).AbsolutePath,
            (HttpContext context, TokenEndpoints handlers) => handlers.MetadataAsync(context, path, introspects))
            .WithoutSession().AllowAnonymous()
            .WithName("GetSessionTokenMetadata").WithSummary("The metadata of the issuer (RFC 8414).")
            .Produces<IssuerMetadata>();
        if (introspectionPolicy is not null)
        {
            group.MapPost(path + "/introspect", static (HttpContext context, TokenEndpoints handlers) => handlers.IntrospectAsync(context))
                .WithoutSession().RequireAuthorization(introspectionPolicy).DisableAntiforgery()
                .WithName("IntrospectSessionToken").WithSummary("Whether an access token is good (RFC 7662), for APIs.")
                .WithDescription("A form with token (application/x-www-form-urlencoded).")
                .Produces(StatusCodes.Status200OK).Produces<TokenError>(StatusCodes.Status400BadRequest)
                .Produces(StatusCodes.Status401Unauthorized).Produces(StatusCodes.Status403Forbidden)
                .Produces<TokenError>(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
