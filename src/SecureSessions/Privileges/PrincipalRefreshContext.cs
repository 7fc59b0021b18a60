using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The session whose principal is refreshed.</summary>
public sealed class PrincipalRefreshContext
{
    internal PrincipalRefreshContext(HttpContext httpContext, ClaimsPrincipal principal, string userId, SessionId sessionId)
    {
        HttpContext = httpContext;
        Principal = principal;
        UserId = userId;
        SessionId = sessionId;
    }

    /// <summary>The request. Its <c>RequestAborted</c> is cancelled when the client disconnects.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>The principal of the session, which is out of date.</summary>
    public ClaimsPrincipal Principal { get; }

    /// <summary>The user of the session. The new principal must be of the same user.</summary>
    public string UserId { get; }

    /// <summary>The public id of the session.</summary>
    public SessionId SessionId { get; }
}
