using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Decides which cookie, if any, carries the session over a connection.</summary>
internal sealed class SessionCookies
{
    private readonly SessionCookie _secure;
    private readonly SessionCookie? _development;

    public SessionCookies(IOptions<SecureSessionOptions> options, IHostEnvironment environment)
    {
        SecureSessionCookieOptions cookie = options.Value.Cookie;
        _secure = new SessionCookie(cookie.Name, cookie.Path, cookie.Domain, cookie.SameSite, secure: true, cookie.Partitioned);
        if (!environment.IsDevelopment())
            return;

        // Without HTTPS a browser keeps no cookie whose name has a prefix, and SameSite=None needs Secure.
        string plainName = cookie.Name[CookieNamePrefix.Of(cookie.Name).Length..];
        SameSiteMode sameSite = cookie.SameSite == SameSiteMode.None ? SameSiteMode.Lax : cookie.SameSite;
        _development = new SessionCookie(plainName, cookie.Path, domain: null, sameSite, secure: false, partitioned: false);
    }

    /// <summary>
    /// The cookie for this connection, or nothing over plain HTTP (NIST SP 800-63B 5.1.1). The scheme comes from the server and from
    /// trusted forwarded headers.
    /// </summary>
    public SessionCookie? For(HttpContext context)
    {
        if (context.Request.IsHttps)
            return _secure;

        // A connection without an address is that of the in-memory test server or of a Unix socket: both are local.
        IPAddress? remote = _development is null ? null : context.Features.Get<IHttpConnectionFeature>()?.RemoteIpAddress;
        return remote is null || IPAddress.IsLoopback(remote) ? _development : null;
    }
}
