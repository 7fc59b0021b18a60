using Microsoft.Net.Http.Headers;

namespace SecureSessions.Testing;

/// <summary>Sends what a browser adds to each request, its cookies and the site that the request comes from, and keeps the answer's
/// cookies.</summary>
internal sealed class BrowserHandler(CookieJar jar) : DelegatingHandler
{
    private const string FetchSite = "Sec-Fetch-Site";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri address = request.RequestUri!;
        request.Headers.Remove(HeaderNames.Cookie);
        if (jar.HeaderFor(address) is { Length: > 0 } cookies)
            request.Headers.TryAddWithoutValidation(HeaderNames.Cookie, cookies);

        // A test that plays another site says so.
        if (!request.Headers.Contains(FetchSite) && !request.Headers.Contains(HeaderNames.Origin))
            request.Headers.Add(FetchSite, "same-origin");

        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.TryGetValues(HeaderNames.SetCookie, out IEnumerable<string>? lines))
        {
            foreach (string line in lines)
                jar.Store(address, line);
        }

        return response;
    }
}
