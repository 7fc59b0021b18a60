using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>What a lifetime policy sees of a sign-in, and the deadlines that it may change.</summary>
public sealed class SessionLifetimeContext
{
    internal SessionLifetimeContext(HttpContext httpContext, ClaimsPrincipal principal, AuthenticationProperties properties, string userId, TimeSpan idle, TimeSpan absolute)
    {
        HttpContext = httpContext;
        Principal = principal;
        Properties = properties;
        UserId = userId;
        IdleTimeout = idle;
        AbsoluteTimeout = absolute;
    }

    /// <summary>The request that signs in.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>Who signs in.</summary>
    public ClaimsPrincipal Principal { get; }

    /// <summary>The properties that the sign-in was given, such as <see cref="AuthenticationProperties.IsPersistent"/> for "remember me".</summary>
    /// <remarks>
    /// <see cref="AuthenticationProperties.ExpiresUtc"/> is the session's end. One that lies beyond <see cref="AbsoluteTimeout"/>, as this policy leaves it, is
    /// refused, unless <see cref="AuthenticationProperties.IssuedUtc"/> says that it was the end of something else. With
    /// <see cref="AuthenticationProperties.AllowRefresh"/> = <see langword="false"/> activity moves no deadline: the session ends at
    /// <see cref="AuthenticationProperties.ExpiresUtc"/> or, without it, <see cref="IdleTimeout"/> after the sign-in.
    /// </remarks>
    public AuthenticationProperties Properties { get; }

    /// <summary>The user id.</summary>
    public string UserId { get; }

    /// <summary>How long this session lives without activity.</summary>
    /// <value>
    /// <see cref="SecureSessionOptions.IdleTimeout"/>, unless it is set. Above zero, and at most <see cref="AbsoluteTimeout"/>; <see cref="TimeSpan.MaxValue"/> for a
    /// session without an idle deadline.
    /// </value>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>How long this session lives at most.</summary>
    /// <value><see cref="SecureSessionOptions.AbsoluteTimeout"/>, unless it is set. Above zero, 3,650 days at most.</value>
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
