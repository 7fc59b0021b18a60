using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>
/// What is shown to a user who has followed a link of another site to a page that begins a session, where <c>SameSite=Strict</c> has kept the cookie
/// away: one more link, of the app's own, which brings it.
/// </summary>
/// <remarks>
/// It stands at the page's own address with a mark behind the query, so that an answer whose body is under way can lead there. It does not go on by
/// itself: then every site could have the page asked for with the cookie, which Strict is there to prevent.
/// </remarks>
internal static class ArrivalPage
{
    private const string Mark = "from-another-site";

    /// <summary>Where the page of this request is, relative to the request.</summary>
    public static string AddressFor(HttpRequest request) => $"{Start(request.QueryString)}{Mark}";

    public static bool IsAskedFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.QueryString.Value is { } query && (query.EndsWith($"?{Mark}", StringComparison.Ordinal) || query.EndsWith($"&{Mark}", StringComparison.Ordinal));

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
