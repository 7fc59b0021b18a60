using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>
/// The page for a user who followed a link of another site to a page that begins a session. <c>SameSite=Strict</c> has kept the cookie
/// away; the link on this page is the app's own, so that the browser sends the cookie with it.
/// </summary>
/// <remarks>
/// The page has the address of the requested page, with a mark behind the query, so that a redirect is enough to show it. The page does
/// not redirect by itself: then any site could make the browser request the page with the cookie, which Strict has to prevent.
/// </remarks>
internal static class ContinuePage
{
    private const string Mark = "from-another-site";

    /// <summary>The address of the page for this request, relative to the request.</summary>
    public static string AddressFor(HttpRequest request) => $"{Start(request.QueryString)}{Mark}";

    public static bool IsRequested(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
            && request.QueryString.Value is { } query
            && (query.EndsWith($"?{Mark}", StringComparison.Ordinal) || query.EndsWith($"&{Mark}", StringComparison.Ordinal));

    public static Task WriteAsync(HttpContext context)
    {
        string target = context.Request.QueryString.Value![..^(Mark.Length + 1)];
        HttpResponse response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        response.Headers.XFrameOptions = "DENY";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Continue</title></head>
            <body><main><h1>You come from another site</h1><p><a href="{HtmlEncoder.Default.Encode(target.Length == 0 ? "?" : target)}">Continue to {HtmlEncoder.Default.Encode(context.Request.Host.Value ?? "the page")}</a></p></main></body>
            </html>
            """);
    }

    private static string Start(QueryString query) => query.HasValue ? $"{query.Value}&" : "?";
}
