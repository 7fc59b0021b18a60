using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>
/// Cross-site request forgery: whether a request may use the session that its cookie names, and whether a request without a session may begin
/// one. The first is decided before the session is loaded, so that a refused request neither counts as activity nor renews a secret nor costs
/// a call to the store.
/// </summary>
internal sealed class CrossSiteCheck(SessionPolicy policy, CrossSitePolicy crossSite, SessionEvents events, ILogger<CrossSiteCheck> logger)
{
    private const string Vary = "Sec-Fetch-Site, Origin";

    /// <summary>Whether the request may use the session of its cookie.</summary>
    /// <returns>What refuses it; <see langword="null"/> if it may.</returns>
    public string? Judge(HttpContext context, SessionCookie cookie)
    {
        HttpRequest request = context.Request;
        if (CrossSitePolicy.IsSafe(request) || policy.CrossSiteMode == CrossSiteMode.Off)
            return null;

        // Without the cookie a page of another site has nothing to use: an API client with a bearer token is not concerned.
        if (cookie.Read(request.Headers, out _) == 0 || AllowsCrossSite(context))
            return null;

        context.Response.Headers.Append(HeaderNames.Vary, Vary);
        return crossSite.Judge(request, policy.CrossSiteStrict);
    }

    /// <summary>Whether a request from another site is refused; reports it. Answers of remote providers come from another site by design.</summary>
    public async ValueTask<bool> IsRefusedAsync(HttpContext context, SessionCookie cookie, string fault)
    {
        if (await RemoteCallback.IsOneAsync(context))
            return false;

        SessionId? id = cookie.Read(context.Request.Headers, out ReadOnlySpan<char> value) == 1
            && SessionToken.TryParse(value, out SessionToken token) ? token.Id : null;
        return await ReportAsync(context, fault, id);
    }

    /// <summary>Whether another site sent this request, which brought no session, so that it must not begin one; reports it.</summary>
    public async ValueTask<bool> IsBarredFromBeginningAsync(HttpContext context)
    {
        if (policy.CrossSiteMode == CrossSiteMode.Off)
            return false;

        if (crossSite.JudgeBeginning(context.Request) is not { } fault || AllowsCrossSite(context) || await RemoteCallback.IsOneAsync(context))
            return false;

        // A link that its user has followed is no attack.
        if (!CrossSitePolicy.IsVisit(context.Request))
            return await ReportAsync(context, fault, id: null);

        LogRequest(context.Request);
        return policy.CrossSiteMode == CrossSiteMode.Enforce;
    }

    /// <summary>Reports a form that another site sent, if the request says that one did: its token was refused.</summary>
    public ValueTask ReportFormAsync(HttpContext context, SessionId? id, string? userId) =>
        crossSite.Judge(context.Request, strict: false) is null
            ? ValueTask.CompletedTask
            : events.RaiseAsync(context, SessionEventType.CrossSiteRefused, id, userId, detail: "form_token");

    /// <summary>Reports a request from another site; returns whether it is to be refused.</summary>
    private async ValueTask<bool> ReportAsync(HttpContext context, string fault, SessionId? id)
    {
        LogRequest(context.Request);
        bool refuses = policy.CrossSiteMode == CrossSiteMode.Enforce;
        SessionEventOutcome outcome = refuses ? SessionEventOutcome.Refused : SessionEventOutcome.Noticed;
        await events.RaiseAsync(context, SessionEventType.CrossSiteRefused, id, userId: null, detail: fault, outcome: outcome);
        return refuses;
    }

    // The line says which site it was, which the event does not: a site to be trusted, or an attacker.
    private void LogRequest(HttpRequest request) =>
        Log.CrossSite(logger, request.Method, request.Headers.Origin.ToString(), request.Headers["Sec-Fetch-Site"].ToString());

    private static bool AllowsCrossSite(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<AllowCrossSiteAttribute>() is not null;
}
