using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>Authenticates from the session, which holds the principal, so that one cookie serves for both.</summary>
internal sealed class SecureSessionAuthenticationHandler(
    IOptionsMonitor<SecureSessionAuthenticationOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IAuthenticationSchemeProvider schemes,
    RequestSessions sessions,
    SignInFlow signIn)
    : SignInAuthenticationHandler<SecureSessionAuthenticationOptions>(options, logger, encoder), IAuthenticationRequestHandler
{
    private bool _skipsAuthentication;

    /// <summary>
    /// Loads the session before the request is authenticated, so that a store that is down is answered 503 here, outside of every exception
    /// handler.
    /// </summary>
    public async Task<bool> HandleRequestAsync()
    {
        if (RequestFacts.IsWithoutSession(Context))
            return false;

        bool isForStaticFile = RequestSession.Find(Context) is null
            && sessions.StaticFiles.IsFor(Context)
            && !await StaticFiles.IsGuardedAsync(Context);
        if (isForStaticFile && await PostponeLoadAsync())
            return false;

        RequestSession session = await sessions.GetOrLoadAsync(Context);
        session.IsForStaticFile |= isForStaticFile;
        if (session.RefusedWith is not { } status)
            return false;

        sessions.Failures.Write(Response, status);
        return true;
    }

    // After HandleRequestAsync the middleware authenticates by the default scheme. That one call is skipped here and not in the base class,
    // which would keep the empty result for later callers.
    Task<AuthenticateResult> IAuthenticationHandler.AuthenticateAsync()
    {
        // A check of the session reads the user before the session is the request's. The base class would keep this result.
        if (SessionValidationContext.Find(Context) is { } validation && validation.Scheme == Scheme.Name)
            return Task.FromResult(AuthenticateResult.Success(validation.Ticket));

        if (!_skipsAuthentication)
            return AuthenticateAsync();

        _skipsAuthentication = false;
        return Task.FromResult(AuthenticateResult.NoResult());
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (RequestFacts.IsWithoutSession(Context))
            return AuthenticateResult.NoResult();

        SecureSession session = (await sessions.GetOrLoadAsync(Context)).Session;
        if (session.IsUnreadable || session.Stored is not { IsAnonymous: false } stored)
            return AuthenticateResult.NoResult();

        AuthenticationTicket? ticket = stored.Payload.CopyTicket();
        return ticket is not null && ticket.AuthenticationScheme == Scheme.Name
            ? AuthenticateResult.Success(ticket)
            : AuthenticateResult.NoResult();
    }

    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        ArgumentNullException.ThrowIfNull(user);
        SessionValidationContext.EnsureMaySignIn(Context);

        properties ??= new AuthenticationProperties();
        RequestSession session = await RequireSessionAsync();
        await signIn.SignInAsync(session, user, properties, Scheme.Name);
        RedirectAfter(Options.LoginPath, properties);
    }

    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        if (SessionValidationContext.Find(Context) is { } validation)
        {
            validation.RejectPrincipal();
            return;
        }

        RequestSession session = await RequireSessionAsync();
        await SignInFlow.SignOutAsync(session);
        RedirectAfter(Options.LogoutPath, properties ?? new AuthenticationProperties());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (RequestSession.Find(Context) is not { Session.IsUnreadable: true })
            return SendToAsync(Options.LoginPath, StatusCodes.Status401Unauthorized, properties);

        // The user is named in the session, which a newer node may be able to read.
        sessions.Failures.Write(Response, StatusCodes.Status503ServiceUnavailable);
        return Task.CompletedTask;
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (await StepUpChallenge.FindAsync(Context, sessions.Policy.AuthenticationLevels) is not { } challenge)
        {
            await SendToAsync(Options.AccessDeniedPath, StatusCodes.Status403Forbidden, properties);
            return;
        }

        PathString page = Options.ReauthenticationPath.HasValue ? Options.ReauthenticationPath : Options.LoginPath;
        await SendToAsync(page, StatusCodes.Status401Unauthorized, properties, challenge.ToQuery());
        if (Response.StatusCode == StatusCodes.Status401Unauthorized)
            Response.Headers.Append(HeaderNames.WWWAuthenticate, challenge.ToString());
    }

    /// <summary>
    /// Leaves it to the first reader to load the session of a request for a static file. Returns false if there is no cookie, and so
    /// nothing to load.
    /// </summary>
    private async ValueTask<bool> PostponeLoadAsync()
    {
        bool isDefault = (await schemes.GetDefaultAuthenticateSchemeAsync())?.Name == Scheme.Name;
        if (isDefault)
            StaticFileRequest.InstallForUser(Context, sessions);
        if (!StaticFileRequest.BringsCookie(Context, sessions))
            return false;

        _skipsAuthentication = isDefault;
        return true;
    }

    private async Task<RequestSession> RequireSessionAsync()
    {
        if (RequestFacts.IsWithoutSession(Context))
        {
            throw new InvalidOperationException(
                "This endpoint is marked WithoutSession(): nobody can sign in or out here. Remove the mark.");
        }

        return await sessions.GetOrLoadAsync(Context);
    }

    private Task SendToAsync(PathString path, int apiStatus, AuthenticationProperties properties, QueryString more = default)
    {
        // A refusal must not be cached: the next sign-in lifts it (WSTG-SESS-06).
        Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        if (!path.HasValue)
        {
            Response.StatusCode = apiStatus;
            return Task.CompletedTask;
        }

        string back = properties.RedirectUri is { Length: > 0 } given ? given : OriginalPathBase + OriginalPath + Request.QueryString;
        Send(
            BuildRedirectUri(path + QueryString.Create(Options.ReturnUrlParameter, back).Add(more)),
            apiStatus,
            ClientKind.FollowsRedirects(Context));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Redirects as the cookie handler does: to the URL that the app asked for or, on the login and logout pages themselves, to the return
    /// URL of the query.
    /// </summary>
    private void RedirectAfter(PathString page, AuthenticationProperties properties)
    {
        if (Response.HasStarted || Response.StatusCode != StatusCodes.Status200OK)
            return;

        string? target = properties.RedirectUri;
        if (string.IsNullOrEmpty(target))
            target = page.HasValue && OriginalPath == page ? Request.Query[Options.ReturnUrlParameter].ToString() : null;
        else
            target = LocalUrl.OnHost(target, Request);

        if (LocalUrl.IsLocal(target))
            Send(LocalUrl.Encode(target), StatusCodes.Status200OK, !ClientKind.IsXmlHttpRequest(Request));
        else if (!string.IsNullOrEmpty(properties.RedirectUri))
            signIn.WarnForeignRedirect();
    }

    private void Send(string location, int apiStatus, bool redirect)
    {
        if (redirect)
        {
            Response.Redirect(location);
        }
        else
        {
            Response.StatusCode = apiStatus;
            Response.Headers.Location = location;
        }
    }
}
