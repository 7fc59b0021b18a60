using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions.Tokens;

/// <summary>
/// Signs clients without cookies in and out by the authentication of ASP.NET Core. A sign-in is a session of its own and is answered with
/// its tokens; a request is authenticated by its access token.
/// </summary>
internal sealed class SessionTokensHandler(
    IOptionsMonitor<SessionTokensAuthenticationOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    TokenSignIn signIns,
    TokenRevocation revocations)
    : SignInAuthenticationHandler<SessionTokensAuthenticationOptions>(options, logger, encoder)
{
    // Marks the properties of a request that was authenticated here.
    private const string AuthenticatedKey = ".bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        AuthenticateResult result = await Context.AuthenticateAsync(Options.BearerScheme);
        if (!result.Succeeded)
            return result;

        var properties = new AuthenticationProperties();
        properties.Items[AuthenticatedKey] = "";
        return AuthenticateResult.Success(new AuthenticationTicket(WithUserId(result.Principal), properties, Scheme.Name));
    }

    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        ArgumentNullException.ThrowIfNull(user);
        SessionValidationContext.EnsureMaySignIn(Context);

        if (properties?.Items.ContainsKey(AuthenticatedKey) == true)
        {
            throw new InvalidOperationException(
                "The properties are those of the request's access token, and nobody has authenticated (RefreshSignInAsync). To give the "
                + "session of a client other claims, call ISecureSessionManager.RequireRefreshAsync(): its next refresh has them.");
        }

        var client = new SessionTokenSignIn { ClientId = Options.ClientId, ClientName = SelectClientName(), Properties = properties };
        SessionTokens tokens = await signIns.SignInAsync(Context, user, client, Scheme.Name);
        await BearerTokenAnswer.Of(tokens).WriteAsync(Response);
    }

    /// <summary>Ends the session of the request's access token.</summary>
    /// <exception cref="SecureSessionStoreException">It could not be looked up or ended.</exception>
    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        if (SessionValidationContext.Find(Context) is { } validation)
        {
            validation.RejectPrincipal();
            return;
        }

        AuthenticateResult result = await Context.AuthenticateAsync(Options.BearerScheme);
        if (SessionBearerEvents.IsUnavailable(result.Failure))
        {
            throw new SecureSessionStoreException(
                "The session of the access token could not be looked up, so that it could not be ended.", result.Failure);
        }

        if (SessionId.TryParse(result.Principal?.FindFirst(AccessTokenClaims.SessionId)?.Value, out SessionId id))
        {
            using (AmbientRequest.Enter(Context))
                await revocations.EndAsync(id);
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Context.ChallengeAsync(Options.BearerScheme, properties);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Context.ForbidAsync(Options.BearerScheme, properties);

    private string? SelectClientName() => Options.SelectClientName?.Invoke(Context) is { Length: > 0 } name
        ? name.Length <= SessionTokenDefaults.MaxClientNameLength ? name : name[..SessionTokenDefaults.MaxClientNameLength]
        : null;

    // UserManager looks for the claim that ASP.NET Core names users by.
    private static ClaimsPrincipal WithUserId(ClaimsPrincipal principal)
    {
        ClaimsPrincipal user = principal.Clone();
        if (user.Identity is ClaimsIdentity identity
            && identity.FindFirst(ClaimTypes.NameIdentifier) is null
            && identity.FindFirst(AccessTokenClaims.Subject) is { } subject)
            identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, subject.Value, subject.ValueType, subject.Issuer));
        return user;
    }
}
