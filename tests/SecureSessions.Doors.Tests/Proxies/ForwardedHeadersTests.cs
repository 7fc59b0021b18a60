using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Doors.Tests.Docs.Proxies;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>nginx ends TLS, and the app sees what the browser sees, if both are set up for it.</summary>
public sealed class ForwardedHeadersTests
{
    private const string Origin = "https://shop.example.com";
    private const string From = "127.66.3.7";
    private const string ForwardedHost = "    proxy_set_header X-Forwarded-Host $http_host;\n";

    [Fact]
    [Trait("Requirement", "CK-10")]
    public async Task The_cookie_is_secure_and_bound_to_the_host_though_the_hop_to_the_app_is_plain()
    {
        await using ProxySite site = await ProxySite.StartAsync(await ProxiedApp.StartAsync());
        using Browser browser = site.NewBrowser();

        Page page = await browser.GetAsync("/sign-in/ada");

        Assert.Matches(
            "^__Host-id=[A-Za-z0-9_-]{64}; Path=/; Secure; HttpOnly; SameSite=Lax$", Assert.Single(page.SetCookies));
        Assert.Equal("ada", (await browser.GetAsync("/who")).Body);
    }

    [Fact]
    public async Task The_address_in_lists_and_events_is_that_of_the_browser_whatever_it_claims()
    {
        await using ProxySite site = await ProxySite.StartAsync(await ProxiedApp.StartAsync());
        using Browser browser = site.NewBrowser(From);

        await browser.GetAsync("/sign-in/ada", ("X-Forwarded-For", "203.0.113.9"));

        Assert.Equal(From, Assert.Single(site.Node.Events.Of(SessionEventType.Created)).Origin.Address);
        Assert.Equal("127.66.3.0/24", Assert.Single(await site.Node.Manager.ListAsync("ada")).Network);
        Assert.Contains("\"network\":\"127.66.3.0/24\"", (await browser.GetAsync("/session/list")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Origin, HttpStatusCode.OK)]
    [InlineData("https://shop.example.com.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://shop.example.com", HttpStatusCode.Forbidden)]
    [InlineData("http://shop", HttpStatusCode.Forbidden)]
    [Trait("Requirement", "CS-1")]
    public async Task The_check_of_requests_from_other_sites_compares_with_the_public_host(string origin, HttpStatusCode expected)
    {
        await using ProxySite site = await ProxySite.StartAsync(await ProxiedApp.StartAsync());
        using Browser browser = site.NewBrowser();
        await browser.GetAsync("/sign-in/ada");

        Assert.Equal(expected, (await PostAsync(browser, origin)).Status);
    }

    [Fact]
    public async Task A_redirect_to_the_login_page_leads_to_the_public_host()
    {
        await using ProxySite site = await ProxySite.StartAsync(await ProxiedApp.StartAsync());
        using Browser browser = site.NewBrowser();

        Page page = await browser.GetAsync("/account", ("Accept", "text/html"));

        Assert.Equal(
            (HttpStatusCode.Redirect, $"{Origin}/login?ReturnUrl=%2Faccount"), (page.Status, page.Header("Location")));
    }

    [Fact]
    [Trait("Requirement", "CK-10")]
    public async Task Without_UseForwardedHeaders_no_session_begins_and_the_log_says_what_to_call() =>
        await AssertBeginsNoSessionAsync(await ProxiedApp.StartAsync(pipeline: UseWithoutForwardedHeaders));

    [Fact]
    [Trait("Requirement", "CK-10")]
    public async Task Behind_a_proxy_that_is_not_named_no_session_begins_and_the_log_says_what_to_set() =>
        await AssertBeginsNoSessionAsync(await ProxiedApp.StartAsync(services: static services =>
        {
            ProxySnippets.TrustProxy(services);
            services.Configure<ForwardedHeadersOptions>(static options =>
            {
                options.KnownIPNetworks.Clear();
                options.KnownProxies.Remove(IPAddress.IPv6Loopback);
            });
        }));

    [Fact]
    public async Task Forwarded_headers_after_authentication_are_called_out_at_the_first_request()
    {
        await using ProxySite site = await ProxySite.StartAsync(await ProxiedApp.StartAsync(pipeline: static app =>
        {
            app.UseAuthentication();
            app.UseForwardedHeaders();
            app.UseSecureSessions();
        }));
        using Browser browser = site.NewBrowser();

        Assert.Equal(HttpStatusCode.InternalServerError, (await browser.GetAsync("/who")).Status);
        Assert.Contains(ErrorsOf(site), static error => error.Contains("Call UseForwardedHeaders(), then", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "CS-1")]
    public async Task If_nginx_does_not_tell_the_host_a_form_of_the_site_is_refused_and_the_log_names_both()
    {
        await using ProxySite site = await ProxySite.StartAsync(
            static text => PublishedNginx.Replace(text, ForwardedHost, ""), await ProxiedApp.StartAsync());
        using Browser browser = site.NewBrowser();
        await browser.GetAsync("/sign-in/ada");

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(browser, Origin)).Status);

        string line = Assert.Single(site.Node.Logs.Of("session_cross_site")).Message;
        Assert.Contains(Origin, line, StringComparison.Ordinal);
        Assert.Contains("https://shop\"", line, StringComparison.Ordinal);
    }

    private static async Task AssertBeginsNoSessionAsync(SessionHost node)
    {
        await using ProxySite site = await ProxySite.StartAsync(node);
        using Browser browser = site.NewBrowser();

        Page signIn = await browser.GetAsync("/sign-in/ada");
        Page value = await browser.GetAsync("/set/key/1");

        Assert.Equal((HttpStatusCode.InternalServerError, 0), (signIn.Status, signIn.SetCookies.Count));
        Assert.Equal((HttpStatusCode.InternalServerError, 0), (value.Status, value.SetCookies.Count));
        Assert.Equal((HttpStatusCode.OK, "nobody"), ((await browser.GetAsync("/who")).Status, (await browser.GetAsync("/who")).Body));
        string line = Assert.Single(node.Logs.Of("session_insecure_transport")).Message;
        Assert.All(
            ErrorsOf(site).Append(line),
            static text => Assert.Contains("UseForwardedHeaders()", text, StringComparison.Ordinal));
        Assert.Contains("KnownProxies", line, StringComparison.Ordinal);
        Assert.Equal(2, ErrorsOf(site).Count());
    }

    private static IEnumerable<string> ErrorsOf(ProxySite site) =>
        site.Node.Logs.Lines.Select(static line => line.Exception).OfType<InvalidOperationException>()
            .Select(static error => error.Message);

    private static Task<Page> PostAsync(Browser browser, string origin) =>
        browser.SendAsync(HttpMethod.Post, "/add/visits", content: null, ("Origin", origin));

    private static void UseWithoutForwardedHeaders(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseSecureSessions();
    }
}
