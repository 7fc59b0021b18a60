using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

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

    private async ValueTask<bool> IsRefusedAsync(HttpContext context) =>
        _crossSite.Guards(context.Request)
        && _crossSite.JudgeWithCookie(context) is { } fault
        && await CrossSiteCheck.ReportAsync(context, fault, id: null, policy, events, logger);
}
