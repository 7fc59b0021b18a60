using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Decides by what the browser says of its origin whether a request may change something.</summary>
/// <remarks>
/// A page of another site can set neither header. The order is that of Go 1.25 and .NET 11 (CSRFCS, "Fetch Metadata headers"; ASVS 3.5.1),
/// except that an origin has to agree in its scheme as well.
/// </remarks>
internal sealed class CrossSitePolicy(SessionPolicy policy)
{
    // What refused a request, as the event names it.
    private const string FetchSite = "sec_fetch_site";
    private const string OtherOrigin = "origin";
    private const string NoOrigin = "no_origin";

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
    /// <returns>What refuses it; <see langword="null"/> if it is allowed.</returns>
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
            return IsOwn(origin, request) ? null : OtherOrigin;

        // All browsers name one or the other for every request that is not safe.
        return strict ? NoOrigin : null;
    }

    /// <summary>Judges a request that brought no session and means to begin one: by a value, or by signing in.</summary>
    /// <remarks>
    /// Another site's request may lack the cookie of a session that its browser has (SameSite). The session that it began would displace that
    /// one, or would carry over what the other site put into it.
    /// </remarks>
    /// <returns>What refuses it; <see langword="null"/> if it is allowed.</returns>
    public string? JudgeBeginning(HttpRequest request) =>
        BringsItsCookie(request) ? null : Judge(request, strict: policy.CrossSiteStrict && !IsSafe(request));

    /// <summary>Whether the request is for a page that a user goes to, by a link for one.</summary>
    public static bool IsVisit(HttpRequest request) => IsNavigation(request) && request.Headers["Sec-Fetch-Dest"] == "document";

    // Of what another site has a browser ask for, only pages come with the cookie (RFC 6265bis, 5.2). Where one brings none, there is none.
    private bool BringsItsCookie(HttpRequest request) => policy.SameSite switch
    {
        SameSiteMode.None => IsNavigation(request),
        SameSiteMode.Lax => IsVisit(request) || IsNavigationWithinSite(request),
        _ => IsNavigationWithinSite(request),
    };

    private static bool IsNavigation(HttpRequest request) => IsSafe(request) && request.Headers["Sec-Fetch-Mode"] == "navigate";

    private static bool IsNavigationWithinSite(HttpRequest request) => IsNavigation(request) && request.Headers["Sec-Fetch-Site"] == "same-site";

    // The host as it was sent, not as the framework shows it: in both headers browsers write an internationalised name in its ASCII form.
    private static bool IsOwn(ReadOnlySpan<char> origin, HttpRequest request)
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
