using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace SecureSessions.Tokens;

/// <summary>
/// Reads the access token of a request from its cookie. The browser sends a cookie by itself, so that a request that changes something is
/// refused if another site sent it, by the rules for the cookie of a session.
/// </summary>
/// <param name="cookie">The cookie.</param>
/// <param name="policy">The rules.</param>
/// <param name="events">Where a refused request is reported; <see langword="null"/> in an app without sessions.</param>
/// <param name="logger">The logger.</param>
internal sealed class CookieTokens(
    AccessTokenCookie cookie, SessionPolicy policy, SessionEvents? events, ILogger<CookieTokens> logger)
{
    private const string Vary = "Sec-Fetch-Site, Origin";

    private readonly CrossSitePolicy _crossSite = new(policy);

    public async Task ReadAsync(MessageReceivedContext context)
    {
        // A header is what the caller has chosen to send.
        HttpRequest request = context.Request;
        if (context.Result is not null || context.Token is not null || request.Headers.Authorization.Count > 0)
            return;
        if (cookie.Read(request.Headers) is not { } token)
            return;

        if (await IsRefusedAsync(context.HttpContext))
            context.Fail(new CrossSiteRequestException("Another site sent the request, so the cookie of an access token is not read."));
        else
            context.Token = token;
    }

    private async ValueTask<bool> IsRefusedAsync(HttpContext context)
    {
        if (policy.CrossSiteMode == CrossSiteMode.Off
            || CrossSitePolicy.IsSafe(context.Request)
            || CrossSitePolicy.AllowsCrossSite(context))
            return false;

        context.Response.Headers.Append(HeaderNames.Vary, Vary);
        if (_crossSite.Judge(context.Request, policy.CrossSiteStrict) is not { } fault)
            return false;

        bool refuses = policy.CrossSiteMode == CrossSiteMode.Enforce;
        CrossSiteCheck.LogRequest(logger, context.Request);
        if (events is not null)
        {
            await events.RaiseAsync(
                context,
                SessionEventType.CrossSiteRefused,
                id: null,
                userId: null,
                detail: fault,
                outcome: refuses ? SessionEventOutcome.Refused : SessionEventOutcome.Noticed);
        }

        return refuses;
    }
}
