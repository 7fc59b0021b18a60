using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The session cookie. <c>Secure</c> and <c>HttpOnly</c> are always set and cannot be switched off.</summary>
public sealed class SecureSessionCookieOptions
{
    /// <summary>The name of the cookie.</summary>
    /// <value>Default: <c>__Host-id</c>.</value>
    /// <remarks>
    /// Browsers accept a cookie whose name begins with <c>__Host-</c> only with Secure, <c>Path=/</c> and no Domain, <c>__Secure-</c> only
    /// with Secure,
    /// <c>__Http-</c> only with Secure and HttpOnly, and <c>__Host-Http-</c> only with all of them. The last two prefixes are new: an older
    /// browser accepts such a cookie without enforcing anything. Security: without <c>__Host-</c> or <c>__Host-Http-</c>, neighbouring
    /// hosts can plant cookies.
    /// </remarks>
    public string Name { get; set; } = SecureSessionDefaults.CookieName;

    /// <summary>The SameSite attribute. It is always sent.</summary>
    /// <value>Default: <see cref="SameSiteMode.Lax"/>. <see cref="SameSiteMode.Unspecified"/> is refused.</value>
    /// <remarks>
    /// Security: with <see cref="SameSiteMode.None"/> browsers send the cookie with every cross-site request. With
    /// <see cref="SameSiteMode.Strict"/> they withhold it also from links of other sites: a user who follows such a link arrives without a
    /// session. An app with a remote authentication scheme does not start with <see cref="SameSiteMode.Strict"/>, because the provider
    /// leads users back by such a link.
    /// </remarks>
    public SameSiteMode SameSite { get; set; } = SecureSessionDefaults.CookieSameSite;

    /// <summary>
    /// The domain, for a session that several hosts share. A domain needs a cookie name that begins with <c>__Secure-</c> or
    /// <c>__Http-</c>.
    /// </summary>
    /// <value>Default: <see langword="null"/>: this host only.</value>
    public string? Domain { get; set; }

    /// <summary>The path. A path is no security boundary in a browser.</summary>
    /// <value>Default: <c>/</c>.</value>
    public string Path { get; set; } = "/";

    /// <summary>
    /// Whether the cookie outlives the browser. A persistent cookie has a <c>Max-Age</c> that ends at the session's absolute deadline, 400
    /// days at most. A sign-in with <c>IsPersistent</c> makes the cookie of one session persistent.
    /// </summary>
    /// <value>Default: <see langword="false"/> (SMCS: non-persistent by default).</value>
    public bool Persistent { get; set; }

    /// <summary>Whether the cookie is partitioned by top-level site (CHIPS), for an app that other sites embed.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Partitioned { get; set; }
}
