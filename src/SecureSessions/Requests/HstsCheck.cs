using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// Warns once if an answer over HTTPS has no <c>Strict-Transport-Security</c> (ASVS 3.4.1). Without it a browser's first request may go
/// over plain HTTP, where an attacker on the network can answer it.
/// </summary>
internal sealed class HstsCheck(IHostEnvironment environment, ILogger<HstsCheck> logger)
{
    private readonly Once _look = new(isDone: environment.IsDevelopment());

    /// <summary>Looks at the headers of an answer that was sent.</summary>
    public void Look(HttpContext context)
    {
        if (!_look.IsDone && IsExpected(context) && _look.TryTake() && context.Response.Headers.StrictTransportSecurity.Count == 0)
        {
            Log.WeakSetting(
                logger,
                "An HTTPS answer without Strict-Transport-Security",
                "a browser's first request may go over plain HTTP, and be answered by an attacker. Call UseHsts() and "
                + "UseHttpsRedirection() before UseSecureSessions() (ASVS 3.4.1).");
        }
    }

    // A proxy that ends TLS may add the header. Browsers ignore it for addresses (RFC 6797, 8.1.1), and UseHsts() leaves it out for
    // localhost.
    private static bool IsExpected(HttpContext context) =>
        context.Request.IsHttps
        && context.Features.Get<ITlsHandshakeFeature>() is not null
        && context.Request.Host.Host is { Length: > 0 } host
        && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        && !IPAddress.TryParse(host, out _);
}
