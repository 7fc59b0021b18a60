using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace SecureSessions;

/// <summary>
/// Implements the framework's antiforgery with tokens that are bound to the session: a form of one session is refused in another session,
/// and after a sign-in. It needs no key ring and no cookie of its own. Code that uses <see cref="IAntiforgery"/> works as before: filters,
/// tag helpers,
/// <c>UseAntiforgery()</c>.
/// </summary>
internal sealed class SessionAntiforgery(
    RequestSessions sessions,
    CrossSitePolicy crossSite,
    CrossSiteCheck crossSiteCheck,
    IOptions<AntiforgeryOptions> options,
    ILogger<SessionAntiforgery> logger) : IAntiforgery
{
    private readonly AntiforgeryOptions _options = options.Value;

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext)
    {
        AntiforgeryTokenSet tokens = GetTokens(httpContext);
        SetCookieTokenAndHeader(httpContext);
        KeepOutOfCaches(httpContext);
        return tokens;
    }

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        return new AntiforgeryTokenSet(
            CreateToken(httpContext).ToFieldValue(), cookieToken: null, _options.FormFieldName, _options.HeaderName);
    }

    /// <summary>Sets no cookie. The header is the one that the framework sets against clickjacking.</summary>
    public void SetCookieTokenAndHeader(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        IHeaderDictionary headers = httpContext.Response.Headers;
        if (!_options.SuppressXFrameOptionsHeader && !httpContext.Response.HasStarted && headers.XFrameOptions.Count == 0)
            headers.XFrameOptions = "SAMEORIGIN";
    }

    private FormToken CreateToken(HttpContext context)
    {
        if (RequestFacts.IsWithoutSession(context))
            return OfVisitor(SessionToken.Create());

        SecureSession session = RequestSession.Find(context)?.Session ?? throw NoSessions();
        return session switch
        {
            { IsUnreadable: true } => OfVisitor(SessionToken.Create()),

            // The answer sets a new secret, with which the form comes back.
            { State: SessionState.Regenerating } =>
                FormToken.Create(session.NewToken.Id, KeyOf(session.NewToken), isOfVisitor: session.UserId is null),
            { IsNew: false, Stored: { } stored } =>
                FormToken.Create(stored.Record.Id, stored.FormKey.Span, isOfVisitor: stored.IsAnonymous),

            // It is not known yet whether this answer begins a session: TempData may begin one as late as the headers are sent. The token
            // is valid either way.
            _ => OfVisitor(session.NewToken),
        };
    }

    // The form key of a session token that is not in use yet.
    private static ReadOnlySpan<byte> KeyOf(SessionToken token) => SessionCipher.DeriveFormKey(token.Secret);

    private static FormToken OfVisitor(SessionToken mayBegin) => FormToken.Create(mayBegin.Id, KeyOf(mayBegin), isOfVisitor: true);

    // A page with a form belongs to one session and must not be shared.
    private static void KeepOutOfCaches(HttpContext context)
    {
        HttpResponse response = context.Response;
        if (response.HasStarted)
            return;

        SharedCache.ForbidStorage(context);
        if (response.Headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase))
            return;

        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers.Pragma = "no-cache";
    }

    private InvalidOperationException NoSessions() => new(sessions.AreInUse
        ? "A form token was asked for before the request's session was loaded. Call app.UseSecureSessions() before the code that makes "
            + "forms."
        : "AddSessionAntiforgery() binds form tokens to the session, but the pipeline has none. Call app.UseSecureSessions() before "
            + "everything that uses forms.");

    public async Task<bool> IsRequestValidAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (CrossSitePolicy.IsSafeMethod(httpContext.Request.Method))
            return true;

        try
        {
            await ValidateRequestAsync(httpContext);
            return true;
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }

    public async Task ValidateRequestAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        RequestSession? loaded = await LoadAsync(httpContext);
        string? text = await ReadTokenAsync(httpContext.Request);
        if (FindFault(httpContext.Request, loaded, text) is not { } fault)
            return;

        HttpRequest request = httpContext.Request;
        Log.FormRefused(logger, request.Method, request.PathBase + request.Path, fault);

        // The event is raised only if another site was seen: most refused forms are those of honest users that stood open for too long.
        LoadedSession? session = loaded?.Session.Stored;
        await crossSiteCheck.ReportFormAsync(httpContext, session?.Record.Id, session?.Payload.UserId);
        throw new AntiforgeryValidationException(fault);
    }

    // UseAntiforgery() may come before UseSecureSessions(): the first of the two loads the session.
    private async ValueTask<RequestSession?> LoadAsync(HttpContext context)
    {
        if (RequestFacts.IsWithoutSession(context))
            return null;

        return sessions.AreInUse ? await sessions.GetOrLoadAsync(context) : throw NoSessions();
    }

    private string? FindFault(HttpRequest request, RequestSession? loaded, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return $"The request carries no form token. Send it in the form field '{_options.FormFieldName}' or the header "
                + $"'{_options.HeaderName}'; form tag helpers and IAntiforgery.GetAndStoreTokens() give it out.";
        }

        if (FormToken.TryParse(text) is not { } token)
            return "The form token was not made by this app, or is damaged. Load the page with the form again.";
        if (loaded?.RefusedWith is not null)
            return "The request was refused before its session was loaded.";

        // The form key is inside the payload, and this node cannot read the payload of a newer node. Such a form is judged as one without a
        // session.
        bool isUnreadable = loaded?.Session.IsUnreadable ?? false;
        LoadedSession? session = !isUnreadable && loaded?.Session is { IsNew: false } current ? current.Stored : null;
        if (session is not null && token.IsOf(session.Record.Id, session.FormKey.Span))
            return null;
        if (session is { IsAnonymous: false })
        {
            return "The form token belongs to another session: since the form was made, a user signed in or privileges changed. Load "
                + "the page with the form again.";
        }

        if (!token.IsOfVisitor && !isUnreadable)
        {
            return "The form token belongs to a user's session, and nobody is signed in: that session has ended. Load the page with the "
                + "form again.";
        }

        // A visitor's form stays valid although the anonymous session has changed or ended meanwhile. There is no session to compare it
        // with then, so a header of the browser has to show that the form comes from the app itself (CSRFCS, "Login Forms").
        return crossSite.Judge(request, strict: true) is null
            ? null
            : "The form token was made for a visitor, but not for the session of this request. Such a form is accepted only from the "
                + "app's own pages, which a Sec-Fetch-Site or Origin header has to show. Browsers send one; a test or another client "
                + "sends Sec-Fetch-Site: same-origin. If a proxy changes the host name, call UseForwardedHeaders().";
    }

    /// <summary>
    /// Reads the token of the header, else of the form. It never reads a cookie or the query: a browser sends both by itself.
    /// </summary>
    private async ValueTask<string?> ReadTokenAsync(HttpRequest request)
    {
        if (_options.HeaderName is { } header
            && request.Headers.TryGetValue(header, out StringValues sent)
            && !StringValues.IsNullOrEmpty(sent))
            return sent;
        if (!request.HasFormContentType || _options.SuppressReadingTokenFromFormBody)
            return null;

        try
        {
            return (await request.ReadFormAsync())[_options.FormFieldName];
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new AntiforgeryValidationException("The form that should carry a form token could not be read.", exception);
        }
    }
}
