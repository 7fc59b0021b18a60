using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>What a lifetime policy sees of a sign-in, and the deadlines that it may change.</summary>
public sealed class SessionLifetimeContext
{
    internal SessionLifetimeContext(HttpContext httpContext, ClaimsPrincipal principal, string userId, TimeSpan idle, TimeSpan absolute)
    {
        HttpContext = httpContext;
        Principal = principal;
        UserId = userId;
        IdleTimeout = idle;
        AbsoluteTimeout = absolute;
    }

    /// <summary>The request that signs in.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>Who signs in.</summary>
    public ClaimsPrincipal Principal { get; }

    /// <summary>The user id.</summary>
    public string UserId { get; }

    /// <summary>How long this session lives without activity.</summary>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>How long this session lives at most.</summary>
    public TimeSpan AbsoluteTimeout { get; set; }

    /// <summary>Sets both deadlines to the numbers of a standard.</summary>
    /// <param name="preset">The preset.</param>
    public void Apply(SecureSessionPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        IdleTimeout = preset.IdleTimeout;
        AbsoluteTimeout = preset.AbsoluteTimeout;
    }
}
