using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SecureSessions;

/// <summary>Tells the URLs that stay on this host (OWASP, "Unvalidated Redirects and Forwards").</summary>
internal static class LocalUrl
{
    /// <summary>A path from the root, as the framework tells it, but not <c>~/x</c>, which a <c>Location</c> header cannot carry.</summary>
    public static bool IsLocal([NotNullWhen(true)] string? url) => url is ['/', ..] && RedirectHttpResult.IsLocalUrl(url);

    /// <summary>What an absolute URL of the request's own scheme and host is on this host; any other URL as it stands.</summary>
    public static string OnHost(string url, HttpRequest request) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? absolute)
        && absolute.UserInfo.Length == 0
        && Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out Uri? own)
        && Uri.Compare(absolute, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? absolute.GetComponents(UriComponents.PathAndQuery | UriComponents.Fragment | UriComponents.KeepDelimiter, UriFormat.UriEscaped)
            : url;

    /// <summary>As a header can carry it: a query hands the URL over decoded, and servers refuse anything but ASCII.</summary>
    public static string Encode(string localUrl) =>
        Ascii.IsValid(localUrl) ? localUrl : UriHelper.Encode(new Uri(localUrl, UriKind.Relative));
}
