using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>What a lifetime policy sees of a sign-in, and the deadlines and the limit that it may change.</summary>
public sealed class SessionLifetimeContext
{
    internal SessionLifetimeContext(
        HttpContext httpContext,
        ClaimsPrincipal principal,
        AuthenticationProperties properties,
        string userId,
        SessionTerms terms,
        string? clientId = null)
    {
        HttpContext = httpContext;
        Principal = principal;
        Properties = properties;
        UserId = userId;
        IdleTimeout = terms.IdleTimeout;
        AbsoluteTimeout = terms.AbsoluteTimeout;
        MaxSessions = terms.MaxSessions;
        ClientId = clientId;
    }

    /// <summary>The request that signs in.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>The principal that signs in.</summary>
    public ClaimsPrincipal Principal { get; }

    /// <summary>
    /// The properties that the sign-in was given, such as <see cref="AuthenticationProperties.IsPersistent"/> for "remember me".
    /// </summary>
    /// <remarks>
    /// <see cref="AuthenticationProperties.ExpiresUtc"/> is the end of the session. An end beyond <see cref="AbsoluteTimeout"/>, as this
    /// policy leaves it, makes the sign-in fail, unless <see cref="AuthenticationProperties.IssuedUtc"/> is set as well: then it is the end
    /// of an earlier ticket or of a provider's token. With <see cref="AuthenticationProperties.AllowRefresh"/> = <see langword="false"/>
    /// activity moves no deadline: the session ends at
    /// <see cref="AuthenticationProperties.ExpiresUtc"/> or, without it, <see cref="IdleTimeout"/> after the sign-in.
    /// </remarks>
    public AuthenticationProperties Properties { get; }

    /// <summary>The user id.</summary>
    public string UserId { get; }

    /// <summary>
    /// The client without cookies that the user signs in to, as the sign-in for tokens names it; <see langword="null"/> for a browser.
    /// </summary>
    public string? ClientId { get; }

    /// <summary>How long this session lives without activity.</summary>
    /// <value>
    /// Default: <see cref="SecureSessionOptions.IdleTimeout"/>, or <see cref="SecureSessionOptions.RememberedIdleTimeout"/> if the
    /// properties have <see cref="AuthenticationProperties.IsPersistent"/>. Above zero and at most <see cref="AbsoluteTimeout"/>, or
    /// <see cref="TimeSpan.MaxValue"/> for a session without an idle deadline.
    /// </value>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>How long this session lives at most.</summary>
    /// <value>
    /// Default: <see cref="SecureSessionOptions.AbsoluteTimeout"/>, or <see cref="SecureSessionOptions.RememberedAbsoluteTimeout"/> if the
    /// properties have <see cref="AuthenticationProperties.IsPersistent"/>. Above zero and at most 3,650 days.
    /// </value>
    public TimeSpan AbsoluteTimeout { get; set; }

    /// <summary>How many sessions the user may have after this sign-in, this one included.</summary>
    /// <value>
    /// Default: <see cref="SecureSessionOptions.MaxSessionsPerUser"/>. At least 1; <see cref="int.MaxValue"/> allows any number. Another
    /// number than the default needs a store with a users port.
    /// </value>
    /// <remarks>
    /// All sessions of the user count, whatever they are and whatever limit they began with, and
    /// <see cref="SecureSessionOptions.SessionLimit"/> says what happens to the sign-in or to the oldest of them. Security: without a limit
    /// a user can fill the store by signing in over and over.
    /// </remarks>
    public int MaxSessions { get; set; }

    /// <summary>Sets both deadlines to those of a standard.</summary>
    /// <param name="preset">The preset.</param>
    public void Apply(SecureSessionPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        IdleTimeout = preset.IdleTimeout;
        AbsoluteTimeout = preset.AbsoluteTimeout;
    }
}
