using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.CrossSite;

/// <summary>A request that another site sends with the session cookie is refused before its session is loaded.</summary>
public sealed class CrossSiteTests : IAsyncLifetime
{
    private static readonly (string, string)[] FromAnotherSite = [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")];

    private TransferApp _app = null!;

    public async Task InitializeAsync() =>
        _app = await TransferApp.StartAsync(static options => options.CrossSite.TrustedOrigins.Add(CrossSiteTable.Trusted));

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    [Trait("Requirement", "CS-2")]
    public async Task A_text_that_another_site_posts_never_reaches_a_JSON_endpoint()
    {
        Page page = await _app.PostAsync("/transfer", FromAnotherSite);

        Assert.Equal((HttpStatusCode.Forbidden, "", 0), (page.Status, page.Body, _app.Transfers));
        SecureSessionEvent refused = Assert.Single(_app.Host.Events.Of(SessionEventType.CrossSiteRefused));
        Assert.Equal(("sec_fetch_site", "/transfer"), (refused.Detail, refused.Origin.Path));
    }

    [Fact]
    [Trait("Requirement", "CS-2")]
    public async Task A_refused_request_costs_no_store_call_is_no_activity_and_leaves_the_cookie_alone()
    {
        string? token = _app.Browser.Token;
        _app.Host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        _app.Host.Store.ForgetCalls();
        Page page = await _app.PostAsync("/transfer", FromAnotherSite);

        Assert.Equal((0, 0, token), (page.SetCookies.Count, _app.Host.Store.Calls.Count, _app.Browser.Token));
        _app.Host.Clock.Advance(SecureSessionDefaults.IdleTimeout - SecureSessionDefaults.RenewalInterval);
        Assert.Equal("IdleTimeout", (await _app.Browser.GetAsync("/why")).Body);
    }

    [Theory]
    [Trait("Requirement", "CS-1")]
    [InlineData("same-origin", null, 1)]
    [InlineData("same-origin", "https://evil.example", 1)]
    [InlineData("none", null, 1)]
    [InlineData("same-site", "https://sub.localhost", 0)]
    [InlineData("same-site", CrossSiteTable.Trusted, 1)]
    [InlineData("cross-site", CrossSiteTable.Trusted, 1)]
    [InlineData("cross-site", "https://trusted.example.attacker.com", 0)]
    [InlineData("cross-site", "https://localhost", 0)]
    [InlineData("cross-site", null, 0)]
    [InlineData(null, "https://localhost", 1)]
    [InlineData(null, CrossSiteTable.Trusted, 1)]
    [InlineData(null, "https://evil.example", 0)]
    [InlineData(null, "http://localhost", 0)]
    [InlineData(null, "null", 0)]
    [InlineData(null, null, 1)]
    public async Task A_request_is_judged_by_each_row_of_the_table_end_to_end(string? site, string? origin, int transfers)
    {
        foreach (HttpMethod method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        {
            _app.Transfers = 0;
            Page page = await _app.SendAsync(method, "/transfer", TransferApp.Headers(site, origin));
            Assert.Equal((transfers, transfers == 1 ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (_app.Transfers, page.Status));
        }
    }

    [Theory]
    [Trait("Requirement", "CS-1")]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task A_safe_method_is_allowed_from_any_site(string method)
    {
        await _app.SendAsync(new HttpMethod(method), "/transfer", FromAnotherSite);

        Assert.Equal(1, _app.Transfers);
    }

    [Theory]
    [InlineData("dead")]
    [InlineData("not a token")]
    public async Task A_request_of_another_site_is_refused_even_if_its_cookie_leads_to_no_session(string token)
    {
        if (token == "dead")
            await _app.Browser.SendKeepingJarAsync(HttpMethod.Get, "/end");
        else
            _app.Browser.Token = token;

        Assert.Equal(HttpStatusCode.Forbidden, (await _app.PostAsync("/transfer", FromAnotherSite)).Status);
        Assert.Equal(0, _app.Transfers);
    }

    [Fact]
    [Trait("Requirement", "CS-7")]
    public async Task A_request_without_the_cookie_is_not_judged()
    {
        _app.Browser.Token = null;

        Page page = await _app.PostAsync("/transfer", [.. FromAnotherSite, ("Authorization", "Bearer abc")]);

        Assert.Equal((1, HttpStatusCode.OK, ""), (_app.Transfers, page.Status, page.Header("Vary")));
    }

    [Fact]
    [Trait("Requirement", "CS-7")]
    public async Task Only_an_answer_to_a_judged_request_varies_by_the_judged_headers()
    {
        Assert.Equal("Sec-Fetch-Site,Origin", (await _app.PostAsync("/transfer", FromAnotherSite)).Header("Vary"));
        Assert.Equal("Sec-Fetch-Site,Origin", (await _app.PostAsync("/transfer", TransferApp.Headers("same-origin", null))).Header("Vary"));
        Assert.Equal("", (await _app.Browser.GetAsync("/who", FromAnotherSite)).Header("Vary"));
    }

    [Fact]
    [Trait("Requirement", "LG-6")]
    public async Task The_log_names_the_site_that_sent_a_refused_request_on_one_line()
    {
        await _app.Host.SendAsync(context =>
        {
            context.Request.Method = "POST";
            context.Request.Path = "/transfer";
            context.Request.Headers.Cookie = _app.Browser.Jar.Header;
            context.Request.Headers.Origin = "https://evil.example\r\nforged line";
        });

        Assert.Equal(
            "A POST to \"https://localhost\" came from another site: Origin \"https://evil.example??forged line\", Sec-Fetch-Site \"\"",
            Assert.Single(_app.Host.Logs.Of("session_cross_site")).Message);
        Assert.Contains(
            "origin session=" + _app.Browser.Token![..21],
            Assert.Single(_app.Host.Logs.Of("malicious_cors")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hook")]
    [InlineData("/webhooks/receive")]
    public async Task An_endpoint_can_allow_requests_of_other_sites(string path)
    {
        Page page = await _app.PostAsync(path, FromAnotherSite);

        Assert.Equal((HttpStatusCode.OK, "alice", ""), (page.Status, page.Body, page.Header("Vary")));
    }

    [Theory]
    [InlineData("xn--mnchen-3ya.test", "https://xn--mnchen-3ya.test", 1)]
    [InlineData("XN--MNCHEN-3YA.test:443", "https://xn--mnchen-3ya.test", 1)]
    [InlineData("xn--mnchen-3ya.test:8443", "https://xn--mnchen-3ya.test:8443", 1)]
    [InlineData("xn--mnchen-3ya.test", "https://xn--mnchn-kva.test", 0)]
    [Trait("Requirement", "CS-1")]
    public async Task A_request_of_an_internationalised_host_to_itself_is_allowed(string host, string origin, int transfers)
    {
        await _app.Host.SendAsync(context =>
        {
            context.Request.Method = "POST";
            context.Request.Path = "/transfer";
            context.Request.Host = HostString.FromUriComponent(host);
            context.Request.Headers.Cookie = _app.Browser.Jar.Header;
            context.Request.Headers.Origin = origin;
        });

        Assert.Equal(transfers, _app.Transfers);
    }

    [Fact]
    public async Task An_endpoint_without_a_session_has_nothing_to_protect() =>
        Assert.Equal(HttpStatusCode.OK, (await _app.PostAsync("/bare", FromAnotherSite)).Status);

    [Fact]
    [Trait("Requirement", "CS-3")]
    public async Task An_origin_that_CORS_allows_to_read_is_not_trusted_to_write()
    {
        Page page = await _app.PostAsync("/for-all", FromAnotherSite);

        Assert.Equal((HttpStatusCode.Forbidden, 0), (page.Status, _app.Transfers));
    }
}
