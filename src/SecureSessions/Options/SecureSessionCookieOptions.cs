using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The session cookie. <c>Secure</c> and <c>HttpOnly</c> are always set and cannot be switched off.</summary>
public sealed class SecureSessionCookieOptions
{
    /// <summary>The name.</summary>
    /// <value>Default: <c>__Host-id</c>.</value>
    /// <remarks>
    /// Browsers hold a name that begins with <c>__Host-</c> to Secure, <c>Path=/</c> and no Domain, <c>__Secure-</c> to Secure,
    /// <c>__Http-</c> to Secure and HttpOnly, <c>__Host-Http-</c> to all of them. The last two are young: an older browser keeps such a
    /// cookie without enforcing anything. Security: without <c>__Host-</c> or <c>__Host-Http-</c>, neighbouring hosts can plant cookies.
    /// </remarks>
    public string Name { get; set; } = SecureSessionDefaults.CookieName;

    /// <summary>The SameSite attribute; always sent.</summary>
    /// <value>Default: <see cref="SameSiteMode.Lax"/>. <see cref="SameSiteMode.Unspecified"/> is refused.</value>
    /// <remarks>
    /// Security: <see cref="SameSiteMode.None"/> sends the session with every cross-site request. <see cref="SameSiteMode.Strict"/> keeps it away from
    /// links of other sites as well: users who follow one arrive as strangers. With a remote authentication scheme, which leads users back by such a
    /// link, the app does not start.
    /// </remarks>
    public SameSiteMode SameSite { get; set; } = SecureSessionDefaults.CookieSameSite;

    /// <summary>The domain, for a session that several hosts share. Needs a name that begins with <c>__Secure-</c> or <c>__Http-</c>.</summary>
    /// <value>Default: <see langword="null"/>: this host only.</value>
    public string? Domain { get; set; }

    /// <summary>The path. Paths are no security boundary in a browser.</summary>
    /// <value>Default: <c>/</c>.</value>
    public string Path { get; set; } = "/";

    /// <summary>
    /// Whether the cookie outlives the browser: it then carries a <c>Max-Age</c> that ends with the session's absolute deadline, 400 days
    /// at most. A sign-in with <c>IsPersistent</c> asks for the same for one session.
    /// </summary>
    /// <value>Default: <see langword="false"/> (SMCS: non-persistent by default).</value>
    public bool Persistent { get; set; }

    /// <summary>Whether the cookie is partitioned by top-level site (CHIPS), for an app that is embedded by others.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Partitioned { get; set; }
}
