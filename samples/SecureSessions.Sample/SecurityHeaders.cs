namespace SecureSessions.Sample;

/// <summary>Adds headers to every answer that tell browsers what pages of this site may do (ASVS 3.4).</summary>
internal static class SecurityHeaders
{
    // The policy allows no script and no style inside a page: what an attacker manages to write into a page stays text.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri "
        + "'none'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        // The headers are added when the answer starts, so that an answer that replaces another one, such as a 503, has them too.
        context.Response.OnStarting(static state => AddAsync((HttpResponse)state), context.Response);
        return next(context);
    });

    private static Task AddAsync(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        return Task.CompletedTask;
    }
}
