using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace SecureSessions;

/// <summary>Distinguishes browsers, which follow a redirect to a page, from scripts and API clients, which need the status.</summary>
internal static class ClientKind
{
    public static bool FollowsRedirects(HttpContext context)
    {
        if (IsXmlHttpRequest(context.Request))
            return false;

        // The cookie handler obeys the same metadata. Minimal-API endpoints and API controllers have the one that disables redirects by
        // themselves.
        EndpointMetadataCollection? metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAllowCookieRedirectMetadata>() is not null)
            return true;

        return metadata?.GetMetadata<IDisableCookieRedirectMetadata>() is null && !IsScript(context.Request);
    }

    /// <summary>Whether a script says that it sent the request.</summary>
    public static bool IsXmlHttpRequest(HttpRequest request) =>
        string.Equals(request.Headers.XRequestedWith, "XMLHttpRequest", StringComparison.Ordinal)
        || string.Equals(request.Query["X-Requested-With"], "XMLHttpRequest", StringComparison.Ordinal);

    // A script that accepts text/html, as scripts do that swap parts of pages, can handle the page of a redirect. Any other script would
    // take the login page for the data that it asked for.
    private static bool IsScript(HttpRequest request)
    {
        string accept = request.Headers.Accept.ToString();
        return !accept.Contains("html", StringComparison.OrdinalIgnoreCase)
            && (request.Headers["Sec-Fetch-Dest"] == "empty" || accept.Contains("json", StringComparison.OrdinalIgnoreCase));
    }
}
