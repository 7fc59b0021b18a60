using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>
/// Cross-site request forgery: whether a request may use the session that its cookie names, and whether one that has none may begin one. The
/// former is decided before the session is loaded, so that what is refused neither counts as activity nor renews anything nor costs a call to
/// the store.
/// </summary>
internal static class SiteCheck
{
    private const string Vary = "Sec-Fetch-Site, Origin";

    /// <summary>Whether the request may use the session of its cookie.</summary>
    public static CrossSiteVerdict Judge(HttpContext context, SessionCookie cookie, SessionServices services)
    {
        HttpRequest request = context.Request;
        if (CrossSitePolicy.IsSafe(request) || services.Policy.CrossSiteMode == CrossSiteMode.Off)
            return CrossSiteVerdict.Allowed;

        // Without the cookie there is nothing yet that a page of another site could use: an API client with a bearer token is not concerned.
        if (cookie.Read(request.Headers, out _) == CookieReadStatus.Absent || AllowsCrossSite(context))
            return CrossSiteVerdict.Allowed;

        context.Response.Headers.Append(HeaderNames.Vary, Vary);
        return services.CrossSite.Judge(request, services.Policy.CrossSiteStrict);
    }

    /// <summary>Whether a request that came from another site is refused; tells of it. The answers of remote providers come from theirs by design.</summary>
    public static async ValueTask<bool> IsRefusedAsync(RequestSession request, SessionCookie cookie, CrossSiteVerdict verdict)
    {
        if (await RemoteCallback.IsOneAsync(request.Context))
            return false;

        SessionId? id = cookie.Read(request.Context.Request.Headers, out ReadOnlySpan<char> value) == CookieReadStatus.Single
            && SessionToken.TryParse(value, out SessionToken token) ? token.Id : null;
        return await ReportAsync(request, verdict, id);
    }

    /// <summary>
    /// Whether another site sent this request, so that it must not begin a session; tells of it. What brought its session goes by the check that
    /// was made before that was loaded.
    /// </summary>
    public static async ValueTask<bool> IsBarredFromBeginningAsync(RequestSession request)
    {
        SessionServices services = request.Services;
        if (request.Session.Stored is not null || services.Policy.CrossSiteMode == CrossSiteMode.Off)
            return false;

        HttpContext context = request.Context;
        CrossSiteVerdict verdict = services.CrossSite.JudgeBeginning(context.Request);
        if (verdict == CrossSiteVerdict.Allowed || AllowsCrossSite(context) || await RemoteCallback.IsOneAsync(context))
            return false;

        // A link that its user has followed is no attack.
        if (!CrossSitePolicy.IsVisit(context.Request))
            return await ReportAsync(request, verdict, id: null);

        services.LogCrossSite(context.Request);
        return services.Policy.CrossSiteMode == CrossSiteMode.Enforce;
    }

    /// <summary>Tells of a request from another site; whether it is to be refused.</summary>
    private static async ValueTask<bool> ReportAsync(RequestSession request, CrossSiteVerdict verdict, SessionId? id)
    {
        request.Services.LogCrossSite(request.Context.Request);
        bool refuses = request.Services.Policy.CrossSiteMode == CrossSiteMode.Enforce;
        string detail = verdict switch
        {
            CrossSiteVerdict.FetchSite => "sec_fetch_site",
            CrossSiteVerdict.Origin => "origin",
            CrossSiteVerdict.NoOrigin => "no_origin",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        await request.RaiseAsync(
            SessionEventType.CrossSiteRefused, id, null, detail: detail, outcome: refuses ? SessionEventOutcome.Refused : SessionEventOutcome.Noticed);
        return refuses;
    }

    private static bool AllowsCrossSite(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<AllowCrossSiteAttribute>() is not null;
}
