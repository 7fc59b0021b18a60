using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

// Cross-site request forgery: whether a request may use the session that its cookie names, and whether one that has none may begin one. The
// former is decided before the session is loaded, so that what is refused neither counts as activity nor renews anything nor costs a call to
// the store.
internal sealed partial class SessionExchange
{
    private const string Vary = "Sec-Fetch-Site, Origin";

    private CrossSiteVerdict JudgeSite()
    {
        HttpRequest request = _context.Request;
        if (CrossSitePolicy.IsSafe(request) || _services.Policy.CrossSiteMode == CrossSiteMode.Off)
            return CrossSiteVerdict.Allowed;

        // Without the cookie there is nothing yet that a page of another site could use: an API client with a bearer token is not concerned.
        if (_cookie!.Read(request.Headers, out _) == CookieReadStatus.Absent || AllowsCrossSite())
            return CrossSiteVerdict.Allowed;

        _context.Response.Headers.Append(HeaderNames.Vary, Vary);
        return _services.CrossSite.Judge(request, _services.Policy.CrossSiteStrict);
    }

    private async ValueTask<SessionExchange> RefuseSiteAsync(CrossSiteVerdict verdict)
    {
        if (await RemoteCallback.IsOneAsync(_context))
            return await LoadFromCookieAsync();

        SessionId? id = _cookie!.Read(_context.Request.Headers, out ReadOnlySpan<char> value) == CookieReadStatus.Single
            && SessionToken.TryParse(value, out SessionToken token) ? token.Id : null;
        if (!await ReportSiteAsync(verdict, id))
            return await LoadFromCookieAsync();

        RefusedWith = StatusCodes.Status403Forbidden;
        return this;
    }

    /// <summary>
    /// Whether another site sent this request, so that it must not begin a session; tells of it. What brought its session goes by the check that
    /// was made before that was loaded.
    /// </summary>
    private async ValueTask<bool> IsBarredFromBeginningAsync()
    {
        if (_session.Stored is not null || _services.Policy.CrossSiteMode == CrossSiteMode.Off)
            return false;

        CrossSiteVerdict verdict = _services.CrossSite.JudgeBeginning(_context.Request);
        if (verdict == CrossSiteVerdict.Allowed || AllowsCrossSite() || await RemoteCallback.IsOneAsync(_context))
            return false;

        // A link that its user has followed is no attack.
        if (!CrossSitePolicy.IsVisit(_context.Request))
            return await ReportSiteAsync(verdict, id: null);

        _services.LogCrossSite(_context.Request);
        return _services.Policy.CrossSiteMode == CrossSiteMode.Enforce;
    }

    /// <summary>Tells of a request from another site; whether it is to be refused.</summary>
    private async ValueTask<bool> ReportSiteAsync(CrossSiteVerdict verdict, SessionId? id)
    {
        _services.LogCrossSite(_context.Request);
        bool refuses = _services.Policy.CrossSiteMode == CrossSiteMode.Enforce;
        string detail = verdict switch
        {
            CrossSiteVerdict.FetchSite => "sec_fetch_site",
            CrossSiteVerdict.Origin => "origin",
            CrossSiteVerdict.NoOrigin => "no_origin",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        await RaiseAsync(SessionEventType.CrossSiteRefused, id, null, detail: detail, outcome: refuses ? SessionEventOutcome.Refused : SessionEventOutcome.Noticed);
        return refuses;
    }

    private bool AllowsCrossSite() => _context.GetEndpoint()?.Metadata.GetMetadata<AllowCrossSiteAttribute>() is not null;
}
