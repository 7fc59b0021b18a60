using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// Protects against cross-site request forgery: decides whether a request may use the session of its cookie, and whether a request without
/// a session may begin one. The first decision is made before the session is loaded, so that a refused request neither counts as activity
/// nor renews a secret nor costs a call to the store.
/// </summary>
internal sealed class CrossSiteCheck(SessionPolicy policy, CrossSitePolicy crossSite, SessionEvents events, ILogger<CrossSiteCheck> logger)
{
    /// <summary>Whether the request may use the session of its cookie.</summary>
    /// <returns>Why the request is refused, as the event names it; <see langword="null"/> if it is allowed.</returns>
    /// <remarks>
    /// Without the cookie there is no session that another site could misuse. An API client with a bearer token is not concerned.
    /// </remarks>
    public string? Judge(HttpContext context, SessionCookie cookie) =>
        crossSite.Guards(context.Request) && cookie.Read(context.Request.Headers, out _) > 0 ? crossSite.JudgeWithCookie(context) : null;

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

    /// <summary>Reports a request from another site.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fault">Why it is to be refused.</param>
    /// <param name="id">The session of its cookie.</param>
    /// <param name="policy">The options.</param>
    /// <param name="events">Where the event is raised; <see langword="null"/> in an app without sessions.</param>
    /// <param name="logger">Where both sites are named.</param>
    /// <returns>Whether it is refused.</returns>
    public static async ValueTask<bool> ReportAsync(
        HttpContext context, string fault, SessionId? id, SessionPolicy policy, SessionEvents? events, ILogger logger)
    {
        LogRequest(logger, context.Request);
        bool refuses = policy.CrossSiteMode == CrossSiteMode.Enforce;
        SessionEventOutcome outcome = refuses ? SessionEventOutcome.Refused : SessionEventOutcome.Noticed;
        if (events is not null)
            await events.RaiseAsync(context, SessionEventType.CrossSiteRefused, id, userId: null, detail: fault, outcome: outcome);
        return refuses;
    }

    /// <summary>Reports a form whose token was refused, if the headers say that another site sent it.</summary>
    public ValueTask ReportFormAsync(HttpContext context, SessionId? id, string? userId) =>
        crossSite.Judge(context.Request, strict: false) is null
            ? ValueTask.CompletedTask
            : events.RaiseAsync(context, SessionEventType.CrossSiteRefused, id, userId, detail: "form_token");

    // The log line names both sites, which the event does not. The reader sees whether to trust the other site, or that it is an attacker,
    // or that a proxy does not tell the app its own name.
    private static void LogRequest(ILogger logger, HttpRequest request) => Log.CrossSite(
        logger,
        request.Method,
        request.Headers.Origin.ToString(),
        request.Headers["Sec-Fetch-Site"].ToString(),
        $"{request.Scheme}://{request.Headers.Host}");

    private ValueTask<bool> ReportAsync(HttpContext context, string fault, SessionId? id) =>
        ReportAsync(context, fault, id, policy, events, logger);
}
