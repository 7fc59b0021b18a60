using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SecureSessions;

/// <summary>Recognises URLs that stay on this host (OWASP, "Unvalidated Redirects and Forwards").</summary>
internal static class LocalUrl
{
    /// <summary>
    /// Whether a URL is a path from the root, by the framework's own check. <c>~/x</c> is none, because a <c>Location</c> header cannot
    /// carry it.
    /// </summary>
    public static bool IsLocal([NotNullWhen(true)] string? url) => url is ['/', ..] && RedirectHttpResult.IsLocalUrl(url);

    /// <summary>Makes a local URL of an absolute URL of the request's own scheme and host. Returns any other URL unchanged.</summary>
    public static string OnHost(string url, HttpRequest request) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? absolute)
        && absolute.UserInfo.Length == 0
        && Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out Uri? own)
        && Uri.Compare(absolute, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? absolute.GetComponents(
                UriComponents.PathAndQuery | UriComponents.Fragment | UriComponents.KeepDelimiter, UriFormat.UriEscaped)
            : url;

    /// <summary>
    /// Encodes a local URL for a header: the query yields it decoded, and servers refuse headers with characters outside of ASCII.
    /// </summary>
    public static string Encode(string localUrl) =>
        Ascii.IsValid(localUrl) ? localUrl : UriHelper.Encode(new Uri(localUrl, UriKind.Relative));
}
