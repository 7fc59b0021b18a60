using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace SecureSessions;

/// <summary>
/// The framework's antiforgery, bound to the session: a form of one session is refused in another, and after a sign-in. Needs no key ring and
/// no cookie of its own. What uses <see cref="IAntiforgery"/> works as it did: filters, tag helpers, <c>UseAntiforgery()</c>.
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
        return new AntiforgeryTokenSet(CreateToken(httpContext).ToFieldValue(), cookieToken: null, _options.FormFieldName, _options.HeaderName);
    }

    /// <summary>There is no cookie; the header is the one that the framework sets, against clickjacking.</summary>
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

            // The answer brings a new secret: the form comes back with that one.
            { State: SessionState.Regenerating } =>
                FormToken.Create(session.NewToken.Id, KeyOf(session.NewToken), isOfVisitor: session.UserId is null),
            { IsNew: false, Stored: { } stored } =>
                FormToken.Create(stored.Record.Id, stored.FormKey.Span, isOfVisitor: stored.IsAnonymous),

            // Whether this answer begins a session is not known yet: TempData does as late as its headers. The token is good for both.
            _ => OfVisitor(session.NewToken),
        };
    }

    // The key under a token that is about to come into use.
    private static ReadOnlySpan<byte> KeyOf(SessionToken token) => SessionCipher.DeriveFormKey(token.Secret);

    private static FormToken OfVisitor(SessionToken mayBegin) => FormToken.Create(mayBegin.Id, KeyOf(mayBegin), isOfVisitor: true);

    // A page with a form is one session's alone.
    private static void KeepOutOfCaches(HttpContext context)
    {
        HttpResponse response = context.Response;
        if (response.HasStarted)
            return;

        SharedCache.Bar(context);
        if (response.Headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase))
            return;

        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers.Pragma = "no-cache";
    }

    private InvalidOperationException NoSessions() => new(sessions.AreInUse
        ? "A form token was asked for before the request's session was loaded. Call app.UseSecureSessions() before the code that makes forms."
        : "AddSessionAntiforgery() binds form tokens to the session, but the pipeline has none. Call app.UseSecureSessions() before everything that uses forms.");

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

        // Only where another site was seen: most refused forms are honest ones that stood open for too long.
        LoadedSession? session = loaded?.Session.Stored;
        await crossSiteCheck.ReportFormAsync(httpContext, session?.Record.Id, session?.Payload.UserId);
        throw new AntiforgeryValidationException(fault);
    }

    // UseAntiforgery() may stand before UseSecureSessions(): whoever comes first loads the session.
    private async ValueTask<RequestSession?> LoadAsync(HttpContext context)
    {
        if (RequestFacts.IsWithoutSession(context))
            return null;

        return sessions.AreInUse ? await sessions.GetOrLoadAsync(context) : throw NoSessions();
    }

    private string? FindFault(HttpRequest request, RequestSession? loaded, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return $"The request carries no form token. Send it in the form field '{_options.FormFieldName}' or the header '{_options.HeaderName}'; form tag helpers and IAntiforgery.GetAndStoreTokens() give it out.";
        if (FormToken.TryParse(text) is not { } token)
            return "The form token is none of this app's, or is damaged. Load the page with the form anew.";
        if (loaded?.RefusedWith is not null)
            return "The request was refused before its session was loaded.";

        // The key of its forms is inside of a session, and that of a newer node is closed: then a form is judged as one without a session.
        bool isUnreadable = loaded?.Session.IsUnreadable ?? false;
        LoadedSession? session = !isUnreadable && loaded?.Session is { IsNew: false } current ? current.Stored : null;
        if (session is not null && token.IsOf(session.Record.Id, session.FormKey.Span))
            return null;
        if (session is { IsAnonymous: false })
            return "The form token is not of this session: since the form was made somebody signed in, or privileges changed. Load the page with the form anew.";
        if (!token.IsOfVisitor && !isUnreadable)
            return "The form token is of a user's session, and nobody is signed in: that session has ended. Load the page with the form anew.";

        // A visitor's form outlives what becomes of an anonymous session meanwhile. Since nothing can be compared then, the browser itself has to
        // say that the form is the app's own (CSRFCS, "Login Forms").
        return crossSite.Judge(request, strict: true) is null
            ? null
            : "Of a visitor whose session is not that of the form, or who has none, a form is accepted only from the app's own pages, which a Sec-Fetch-Site or Origin header has to say. Browsers send one; a test or another client sends Sec-Fetch-Site: same-origin. If a proxy changes the host name, call UseForwardedHeaders().";
    }

    /// <summary>The token of the header, else of the form. Never one of a cookie or of the query: browsers send those by themselves.</summary>
    private async ValueTask<string?> ReadTokenAsync(HttpRequest request)
    {
        if (_options.HeaderName is { } header && request.Headers.TryGetValue(header, out StringValues sent) && !StringValues.IsNullOrEmpty(sent))
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
