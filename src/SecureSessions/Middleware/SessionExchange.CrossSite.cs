using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

// Cross-site request forgery: whether a request may use the session that its cookie names. Decided before the session is loaded, so that
// what is refused neither counts as activity nor renews anything nor costs a call to the store.
internal sealed partial class SessionExchange
{
    private const string Vary = "Sec-Fetch-Site, Origin";

    private CrossSiteVerdict JudgeSite()
    {
        HttpRequest request = _context.Request;
        if (CrossSitePolicy.IsSafe(request) || _services.Policy.CrossSiteMode == CrossSiteMode.Off)
            return CrossSiteVerdict.Allowed;

        // Without the cookie there is nothing that a page of another site could use: an API client with a bearer token is not concerned.
        if (_cookie!.Read(request.Headers, out _) == CookieReadStatus.Absent)
            return CrossSiteVerdict.Allowed;
        if (_context.GetEndpoint()?.Metadata.GetMetadata<AllowCrossSiteAttribute>() is not null)
            return CrossSiteVerdict.Allowed;

        _context.Response.Headers.Append(HeaderNames.Vary, Vary);
        return _services.CrossSite.Judge(request, _services.Policy.CrossSiteStrict);
    }

    private async ValueTask<SessionExchange> RefuseSiteAsync(CrossSiteVerdict verdict)
    {
        SessionId? id = _cookie!.Read(_context.Request.Headers, out ReadOnlySpan<char> value) == CookieReadStatus.Single
            && SessionToken.TryParse(value, out SessionToken token) ? token.Id : null;
        _services.LogCrossSite(_context.Request);
        bool reportsOnly = _services.Policy.CrossSiteMode == CrossSiteMode.Report;
        string detail = verdict switch
        {
            CrossSiteVerdict.FetchSite => "sec_fetch_site",
            CrossSiteVerdict.Origin => "origin",
            CrossSiteVerdict.NoOrigin => "no_origin",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        await RaiseAsync(
            SessionEventType.CrossSiteRefused, id, null, detail: detail, outcome: reportsOnly ? SessionEventOutcome.Noticed : SessionEventOutcome.Refused);
        if (reportsOnly)
            return await LoadFromCookieAsync();

        RefusedWith = StatusCodes.Status403Forbidden;
        return this;
    }
}
