using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// The framework's antiforgery, bound to the session: a form of one session is refused in another, and after a sign-in. Needs no key ring and
/// no cookie of its own. What uses <see cref="IAntiforgery"/> works as it did: filters, tag helpers, <c>UseAntiforgery()</c>.
/// </summary>
internal sealed partial class SessionAntiforgery(SessionServices services, IOptions<AntiforgeryOptions> options) : IAntiforgery
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
                FormToken.Create(session.NewToken.Id, SessionLifecycle.FormKeyOf(session.NewToken).Span, isOfVisitor: session.UserId is null),
            { IsNew: false, Stored: { } stored } =>
                FormToken.Create(stored.Record.Id, SessionLifecycle.FormKeyOf(stored).Span, isOfVisitor: stored.IsAnonymous),

            // Whether this answer begins a session is not known yet: TempData does as late as its headers. The token is good for both.
            _ => OfVisitor(session.NewToken),
        };
    }

    private static FormToken OfVisitor(SessionToken mayBegin) => FormToken.Create(mayBegin.Id, SessionLifecycle.FormKeyOf(mayBegin).Span, isOfVisitor: true);

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

    private InvalidOperationException NoSessions() => new(services.AreInUse
        ? "A form token was asked for before the request's session was loaded. Call app.UseSecureSessions() before the code that makes forms."
        : "AddSecureSessions() binds form tokens to the session, but the pipeline has none. Call app.UseSecureSessions() before everything that uses forms.");
}
