using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>What a principal refresher sees of the session.</summary>
public sealed class PrincipalRefreshContext
{
    internal PrincipalRefreshContext(HttpContext httpContext, ClaimsPrincipal principal, string userId, SessionId sessionId)
    {
        HttpContext = httpContext;
        Principal = principal;
        UserId = userId;
        SessionId = sessionId;
    }

    /// <summary>The request. Its <c>RequestAborted</c> says when nobody waits for the answer any more.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>The principal as it is in the session, out of date.</summary>
    public ClaimsPrincipal Principal { get; }

    /// <summary>The user, whom the new principal must belong to.</summary>
    public string UserId { get; }

    /// <summary>The public id of the session.</summary>
    public SessionId SessionId { get; }
}
