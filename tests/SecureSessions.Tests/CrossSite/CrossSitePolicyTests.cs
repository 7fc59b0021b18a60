using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace SecureSessions.Tests.CrossSite;

public sealed class CrossSitePolicyTests
{
    private static readonly CrossSitePolicy Policy = new(new SessionPolicy(Options.Create(new SecureSessionOptions
    {
        CrossSite = { TrustedOrigins = { CrossSiteTable.Trusted, "https://ports.example:8443" } },
    })));

    [Theory]
    [ClassData(typeof(CrossSiteTable))]
    [Trait("Requirement", "CS-1")]
    public void A_request_is_judged_by_each_row_of_the_table(string method, string? site, string? origin, string outcome)
    {
        HttpRequest request = Request(method, site, origin);

        // Only the strict mode refuses a request that names no origin.
        Assert.Equal(outcome, Outcome(request, strict: true));
        Assert.Equal(outcome == "n" ? "a" : outcome, Outcome(request, strict: false));
    }

    [Theory]
    [Trait("Requirement", "CS-3")]
    [InlineData("https://example.org", "https", "example.org", true)]
    [InlineData("https://example.org:443", "https", "example.org", true)]
    [InlineData("https://example.org", "https", "example.org:443", true)]
    [InlineData("HTTPS://Example.ORG", "https", "example.org", true)]
    [InlineData("https://example.org:8443", "https", "example.org:8443", true)]
    [InlineData("http://localhost:5000", "http", "localhost:5000", true)]
    [InlineData("http://localhost", "http", "localhost:80", true)]
    [InlineData("https://[::1]:5001", "https", "[::1]:5001", true)]
    [InlineData("https://xn--mnchen-3ya.test", "https", "münchen.test", true)]
    [InlineData("https://xn--mnchen-3ya.test:8443", "https", "münchen.test:8443", true)]
    [InlineData("https://XN--MNCHEN-3YA.test", "https", "münchen.test:443", true)]
    [InlineData("https://xn--mnchen-3ya.test", "https", "munchen.test", false)]
    [InlineData("https://xn--mnchen-4ya.test", "https", "münchen.test", false)]
    [InlineData("http://example.org", "https", "example.org", false)]
    [InlineData("https://example.org", "http", "example.org", false)]
    [InlineData("https://example.org:80", "https", "example.org", false)]
    [InlineData("https://example.org:8443", "https", "example.org", false)]
    [InlineData("https://example.org.attacker.com", "https", "example.org", false)]
    [InlineData("https://attacker.com/https://example.org", "https", "example.org", false)]
    [InlineData("https://attackerexample.org", "https", "example.org", false)]
    [InlineData("https://example.org@attacker.com", "https", "example.org", false)]
    [InlineData("https://sub.example.org", "https", "example.org", false)]
    [InlineData("https://example.org/", "https", "example.org", false)]
    [InlineData("https://example.org,https://evil.example", "https", "example.org", false)]
    [InlineData("example.org", "https", "example.org", false)]
    [InlineData("https://", "https", "", false)]
    public void The_own_origin_is_that_of_the_request_in_scheme_host_and_port(string origin, string scheme, string host, bool own)
    {
        HttpRequest request = Request("POST", null, origin);
        (request.Scheme, request.Host) = (scheme, new HostString(host));

        Assert.Equal(own ? "a" : "o", Outcome(request, strict: false));
    }

    [Theory]
    [Trait("Requirement", "CS-3")]
    [InlineData("https://trusted.example", true)]
    [InlineData("https://TRUSTED.example", true)]
    [InlineData("https://ports.example:8443", true)]
    [InlineData("https://ports.example", false)]
    [InlineData("http://trusted.example", false)]
    [InlineData("https://trusted.example:8443", false)]
    [InlineData("https://trusted.example.attacker.com", false)]
    [InlineData("https://sub.trusted.example", false)]
    [InlineData("https://trusted.example/", false)]
    [InlineData("https://trusted.example https://evil.example", false)]
    public void A_trusted_origin_is_trusted_exactly(string origin, bool trusted) =>
        Assert.Equal(trusted ? "a" : "f", Outcome(Request("POST", "cross-site", origin), strict: false));

    [Fact]
    public void Two_headers_of_the_same_name_are_no_proof_of_origin()
    {
        HttpRequest request = Request("POST", null, null);
        request.Headers["Sec-Fetch-Site"] = new(["same-origin", "cross-site"]);
        Assert.Equal("f", Outcome(request, strict: false));

        request.Headers.Remove("Sec-Fetch-Site");
        request.Headers.Origin = new(["https://example.org", "https://evil.example"]);
        Assert.Equal("o", Outcome(request, strict: false));
    }

    [Theory]
    [Trait("Requirement", "CS-6")]
    [InlineData("websocket", "o")]
    [InlineData("WebSocket", "o")]
    [InlineData("h2c, websocket", "o")]
    [InlineData("h2c", "a")]
    public void A_handshake_for_a_WebSocket_is_judged_although_it_is_a_GET(string upgrade, string outcome)
    {
        HttpRequest request = Request("GET", null, "https://evil.example");
        request.Headers.Upgrade = upgrade;

        Assert.Equal(outcome, Outcome(request, strict: false));
    }

    [Fact]
    public void Judging_a_GET_allocates_no_memory()
    {
        HttpRequest request = Request("GET", "cross-site", "https://evil.example");
        Assert.True(CrossSitePolicy.IsSafe(request));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            CrossSitePolicy.IsSafe(request);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static HttpRequest Request(string method, string? site, string? origin)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        (request.Method, request.Scheme, request.Host) = (method, "https", new HostString("example.org"));
        if (site is not null)
            request.Headers["Sec-Fetch-Site"] = site;
        if (origin is not null)
            request.Headers.Origin = origin;
        return request;
    }

    private static string Outcome(HttpRequest request, bool strict) =>
        CrossSitePolicy.IsSafe(request) ? "a" : Policy.Judge(request, strict) switch
        {
            null => "a",
            "sec_fetch_site" => "f",
            "origin" => "o",
            "no_origin" => "n",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
