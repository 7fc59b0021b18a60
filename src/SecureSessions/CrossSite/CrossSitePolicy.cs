using Microsoft.AspNetCore.Http;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace SecureSessions;

/// <summary>Decides by the headers Sec-Fetch-Site and Origin whether a request may change something.</summary>
/// <remarks>
/// A page of another site can set neither header. The headers are checked in the order of Go 1.25 and .NET 11 (CSRFCS, "Fetch Metadata
/// headers"; ASVS 3.5.1), except that the scheme of an origin has to match too.
/// </remarks>
internal sealed class CrossSitePolicy(SessionPolicy policy)
{
    private const string Vary = "Sec-Fetch-Site, Origin";

    // Why a request is refused, as the event names it.
    private const string FetchSite = "sec_fetch_site";
    private const string OtherOrigin = "origin";
    private const string NoOrigin = "no_origin";

    /// <summary>Whether a request changes nothing by the rules of HTTP (RFC 9110, 9.2.1), so that any site may send it.</summary>
    public static bool IsSafe(HttpRequest request)
    {
        // A WebSocket handshake is a GET, but no same-origin policy protects the socket that it opens (ASVS 4.4.2). On HTTP/2 and HTTP/3
        // it is a CONNECT.
        return IsSafeMethod(request.Method)
            && (
                request.Headers.Upgrade.Count == 0
                    || !request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the endpoint of a request takes requests from other sites.</summary>
    public static bool AllowsCrossSite(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AllowCrossSiteAttribute>() is not null;

    public static bool IsSafeMethod(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>Whether another site must not send such a request with a cookie.</summary>
    public bool Guards(HttpRequest request) => !IsSafe(request) && policy.CrossSiteMode != CrossSiteMode.Off;

    /// <summary>Judges a request that <see cref="Guards"/> speaks of and that brings a cookie.</summary>
    /// <returns>Why the request is refused, as the event names it; <see langword="null"/> if it is allowed.</returns>
    public string? JudgeWithCookie(HttpContext context)
    {
        if (AllowsCrossSite(context))
            return null;

        context.Response.Headers.Append(HeaderNames.Vary, Vary);
        return Judge(context.Request, policy.CrossSiteStrict);
    }

    /// <summary>Judges a request that is not safe.</summary>
    /// <param name="request">The request.</param>
    /// <param name="strict">Whether the request is refused if neither header names its origin.</param>
    /// <returns>Why the request is refused, as the event names it; <see langword="null"/> if it is allowed.</returns>
    public string? Judge(HttpRequest request, bool strict)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is "same-origin" or "none")
            return null;

        string origin = request.Headers.Origin.ToString();
        if (policy.TrustedOrigins.Contains(origin))
            return null;
        if (site.Length > 0)
            return FetchSite;
        if (origin.Length > 0)
            return IsSameOrigin(origin, request) ? null : OtherOrigin;

        // All current browsers send one of the headers with every request that is not safe.
        return strict ? NoOrigin : null;
    }

    /// <summary>Judges a request that has no session and is about to begin one, by a value or by a sign-in.</summary>
    /// <remarks>
    /// A request of another site may lack the cookie of a session that the browser has (SameSite). If it began a session, that session
    /// would displace the browser's own, or would keep values that the other site has sent.
    /// </remarks>
    /// <returns>Why the request is refused, as the event names it; <see langword="null"/> if it is allowed.</returns>
    public string? JudgeSessionStart(HttpRequest request) =>
        WouldCarryCookie(request) ? null : Judge(request, strict: policy.CrossSiteStrict && !IsSafe(request));

    /// <summary>Whether the request is a top-level navigation, for example by a link.</summary>
    public static bool IsTopLevelNavigation(HttpRequest request) =>
        IsNavigation(request) && request.Headers["Sec-Fetch-Dest"] == "document";

    // Of the requests that another site causes, only navigations carry the cookie (RFC 6265bis, 5.2). If such a request brings no cookie,
    // the browser has none.
    private bool WouldCarryCookie(HttpRequest request) => policy.SameSite switch
    {
        SameSiteMode.None => IsNavigation(request),
        SameSiteMode.Lax => IsTopLevelNavigation(request) || IsNavigationWithinSite(request),
        _ => IsNavigationWithinSite(request),
    };

    private static bool IsNavigation(HttpRequest request) => IsSafe(request) && request.Headers["Sec-Fetch-Mode"] == "navigate";

    private static bool IsNavigationWithinSite(HttpRequest request) =>
        IsNavigation(request) && request.Headers["Sec-Fetch-Site"] == "same-site";

    // The host is compared as it was sent, not as the framework decodes it: browsers write an internationalised name in its ASCII form in
    // both headers.
    private static bool IsSameOrigin(ReadOnlySpan<char> origin, HttpRequest request)
    {
        int end = origin.IndexOf("://", StringComparison.Ordinal);
        string host = request.Headers.Host.ToString();
        if (end < 0 || host.Length == 0 || !origin[..end].Equals(request.Scheme, StringComparison.OrdinalIgnoreCase))
            return false;

        ReadOnlySpan<char> own = WithoutDefaultPort(host, request.IsHttps);
        return WithoutDefaultPort(origin[(end + 3)..], request.IsHttps).Equals(own, StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> WithoutDefaultPort(ReadOnlySpan<char> host, bool https)
    {
        string port = https ? ":443" : ":80";
        return host.EndsWith(port, StringComparison.Ordinal) ? host[..^port.Length] : host;
    }
}
