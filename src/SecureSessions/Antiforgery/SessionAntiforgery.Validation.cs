using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace SecureSessions;

// The form comes back: is it of this session?
internal sealed partial class SessionAntiforgery
{
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

        services.LogFormRefused(httpContext.Request, fault);
        if (services.CrossSite.Judge(httpContext.Request, strict: false) != CrossSiteVerdict.Allowed)
            await ReportAsync(httpContext, loaded?.Session.Stored);
        throw new AntiforgeryValidationException(fault);
    }

    // Only where another site was seen: most refused forms are honest ones that stood open for too long.
    private ValueTask ReportAsync(HttpContext context, LoadedSession? session) => services.Events.RaiseAsync(new SecureSessionEvent
    {
        Type = SessionEventType.CrossSiteRefused,
        At = services.TimeProvider.GetUtcNow(),
        SessionId = session?.Record.Id,
        UserId = session?.Payload.UserId,
        Detail = "form_token",
        Origin = RequestOrigin.Of(context),
    });

    // UseAntiforgery() may stand before UseSecureSessions(): whoever comes first loads the session.
    private async ValueTask<RequestSession?> LoadAsync(HttpContext context)
    {
        if (RequestFacts.IsWithoutSession(context))
            return null;

        return services.AreInUse ? await RequestSession.GetOrLoadAsync(context, services) : throw NoSessions();
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
        if (session is not null && token.IsOf(session.Record.Id, SessionLifecycle.FormKeyOf(session).Span))
            return null;
        if (session is { IsAnonymous: false })
            return "The form token is not of this session: since the form was made somebody signed in, or privileges changed. Load the page with the form anew.";
        if (!token.IsOfVisitor && !isUnreadable)
            return "The form token is of a user's session, and nobody is signed in: that session has ended. Load the page with the form anew.";

        // A visitor's form outlives what becomes of an anonymous session meanwhile. Since nothing can be compared then, the browser itself has to
        // say that the form is the app's own (CSRFCS, "Login Forms").
        return services.CrossSite.Judge(request, strict: true) == CrossSiteVerdict.Allowed
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
