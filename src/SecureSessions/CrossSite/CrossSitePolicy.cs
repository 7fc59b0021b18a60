using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Decides by what the browser says of its origin whether a request may change something.</summary>
/// <remarks>
/// A page of another site can set neither header. The order is that of Go 1.25 and .NET 11 (CSRFCS, "Fetch Metadata headers"; ASVS 3.5.1),
/// except that an origin has to agree in its scheme as well.
/// </remarks>
internal sealed class CrossSitePolicy(SessionPolicy policy)
{
    /// <summary>Whether a request changes nothing by the rules of HTTP (RFC 9110, 9.2.1), so that anybody may send it.</summary>
    public static bool IsSafe(HttpRequest request)
    {
        // A WebSocket handshake is a GET, and no same-origin policy stands before what it opens (ASVS 4.4.2). On HTTP/2 and 3 it is a CONNECT.
        return IsSafeMethod(request.Method)
            && (request.Headers.Upgrade.Count == 0 || !request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase));
    }

    public static bool IsSafeMethod(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>Judges a request that is not safe.</summary>
    /// <param name="request">The request.</param>
    /// <param name="strict">Whether it is refused if nothing says where it comes from.</param>
    public CrossSiteVerdict Judge(HttpRequest request, bool strict)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is "same-origin" or "none")
            return CrossSiteVerdict.Allowed;

        string origin = request.Headers.Origin.ToString();
        if (policy.TrustedOrigins.Contains(origin))
            return CrossSiteVerdict.Allowed;
        if (site.Length > 0)
            return CrossSiteVerdict.FetchSite;
        if (origin.Length > 0)
            return IsOwn(origin, request) ? CrossSiteVerdict.Allowed : CrossSiteVerdict.Origin;

        // All browsers name one or the other for every request that is not safe.
        return strict ? CrossSiteVerdict.NoOrigin : CrossSiteVerdict.Allowed;
    }

    private static bool IsOwn(ReadOnlySpan<char> origin, HttpRequest request)
    {
        int end = origin.IndexOf("://", StringComparison.Ordinal);
        if (end < 0 || !request.Host.HasValue || !origin[..end].Equals(request.Scheme, StringComparison.OrdinalIgnoreCase))
            return false;

        ReadOnlySpan<char> own = WithoutDefaultPort(request.Host.Value, request.IsHttps);
        return WithoutDefaultPort(origin[(end + 3)..], request.IsHttps).Equals(own, StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> WithoutDefaultPort(ReadOnlySpan<char> host, bool https)
    {
        string port = https ? ":443" : ":80";
        return host.EndsWith(port, StringComparison.Ordinal) ? host[..^port.Length] : host;
    }
}
