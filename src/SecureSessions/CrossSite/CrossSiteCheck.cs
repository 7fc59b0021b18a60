using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>
/// Protects against cross-site request forgery: decides whether a request may use the session of its cookie, and whether a request without
/// a session may begin one. The first decision is made before the session is loaded, so that a refused request neither counts as activity
/// nor renews a secret nor costs a call to the store.
/// </summary>
internal sealed class CrossSiteCheck(SessionPolicy policy, CrossSitePolicy crossSite, SessionEvents events, ILogger<CrossSiteCheck> logger)
{
    private const string Vary = "Sec-Fetch-Site, Origin";

    /// <summary>Whether the request may use the session of its cookie.</summary>
    /// <returns>Why the request is refused, as the event names it; <see langword="null"/> if it is allowed.</returns>
    public string? Judge(HttpContext context, SessionCookie cookie)
    {
        HttpRequest request = context.Request;
        if (CrossSitePolicy.IsSafe(request) || policy.CrossSiteMode == CrossSiteMode.Off)
            return null;

        // Without the cookie there is no session that another site could misuse. An API client with a bearer token is not concerned.
        if (cookie.Read(request.Headers, out _) == 0 || CrossSitePolicy.AllowsCrossSite(context))
            return null;

        context.Response.Headers.Append(HeaderNames.Vary, Vary);
        return crossSite.Judge(request, policy.CrossSiteStrict);
    }

    /// <summary>
    /// Whether a request from another site is refused, and reports it. The answers of remote providers come from another site by design.
    /// </summary>
    public async ValueTask<bool> IsRefusedAsync(HttpContext context, SessionCookie cookie, string fault)
    {
        if (await RemoteCallback.IsOneAsync(context))
            return false;

        SessionId? id = cookie.Read(context.Request.Headers, out ReadOnlySpan<char> value) == 1
            && SessionToken.TryParse(value, out SessionToken token) ? token.Id : null;
        return await ReportAsync(context, fault, id);
    }

    /// <summary>Whether a request that has no session must not begin one, because another site sent it, and reports it.</summary>
    public async ValueTask<bool> IsSessionStartRefusedAsync(HttpContext context)
    {
        if (policy.CrossSiteMode == CrossSiteMode.Off)
            return false;

        if (crossSite.JudgeSessionStart(context.Request) is not { } fault
            || CrossSitePolicy.AllowsCrossSite(context)
            || await RemoteCallback.IsOneAsync(context))
            return false;

        // A user who follows a link of another site is no attack, so only a line is logged.
        if (!CrossSitePolicy.IsTopLevelNavigation(context.Request))
            return await ReportAsync(context, fault, id: null);

        LogRequest(logger, context.Request);
        return policy.CrossSiteMode == CrossSiteMode.Enforce;
    }

    /// <summary>Reports a form whose token was refused, if the headers say that another site sent it.</summary>
    public ValueTask ReportFormAsync(HttpContext context, SessionId? id, string? userId) =>
        crossSite.Judge(context.Request, strict: false) is null
            ? ValueTask.CompletedTask
            : events.RaiseAsync(context, SessionEventType.CrossSiteRefused, id, userId, detail: "form_token");

    /// <summary>
    /// Logs both sites, which the event does not name. The reader sees whether to trust the other site, or that it is an attacker, or that
    /// a proxy does not tell the app its own name.
    /// </summary>
    public static void LogRequest(ILogger logger, HttpRequest request) => Log.CrossSite(
        logger,
        request.Method,
        request.Headers.Origin.ToString(),
        request.Headers["Sec-Fetch-Site"].ToString(),
        $"{request.Scheme}://{request.Headers.Host}");

    /// <summary>Reports a request from another site. Returns whether it is refused.</summary>
    private async ValueTask<bool> ReportAsync(HttpContext context, string fault, SessionId? id)
    {
        LogRequest(logger, context.Request);
        bool refuses = policy.CrossSiteMode == CrossSiteMode.Enforce;
        SessionEventOutcome outcome = refuses ? SessionEventOutcome.Refused : SessionEventOutcome.Noticed;
        await events.RaiseAsync(context, SessionEventType.CrossSiteRefused, id, userId: null, detail: fault, outcome: outcome);
        return refuses;
    }
}
