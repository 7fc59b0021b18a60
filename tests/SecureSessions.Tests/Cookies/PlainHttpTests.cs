using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using SecureSessions.TestKit;
using SecureSessions.Tests.Requests;
using Xunit;

namespace SecureSessions.Tests.Cookies;

/// <summary>No session travels over plain HTTP, except from a developer's machine to itself.</summary>
public sealed class PlainHttpTests
{
    private const string Proxy = "10.0.0.1";
    private const string Stranger = "203.0.113.9";

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "CK-10")]
    [Trait("Requirement", "CA-4")]
    public async Task In_production_no_cookie_is_issued_and_a_write_fails_with_the_remedy(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, "Production", static app => app.UseExceptionHandler(ErrorText.Write));
        using Browser browser = host.NewBrowser();

        foreach (string path in (string[])["/get/key", "/regenerate", "/end"])
            Assert.Equal((HttpStatusCode.OK, 0), await AskAsync(browser, path));
        foreach (string path in (string[])["/set/key/1", "/set/key/2", "/sign-in/alice"])
            Assert.Equal((HttpStatusCode.InternalServerError, 0), await AskAsync(browser, path));

        Page page = await browser.GetAsync("/set/key/3");
        Assert.Contains("No session can begin over plain HTTP", page.Body, StringComparison.Ordinal);
        Assert.Contains("UseForwardedHeaders()", page.Body, StringComparison.Ordinal);

        Assert.Contains(
            "UseForwardedHeaders()", Assert.Single(host.Logs.Of("session_insecure_transport")).Message, StringComparison.Ordinal);
        Assert.Empty(host.Store.Calls);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    [Trait("Requirement", "CK-10")]
    [Trait("Requirement", "CA-4")]
    public async Task A_cookie_of_the_secure_site_is_not_read(string environment)
    {
        await using SessionHost host = await SessionHost.StartAsync(
            new SessionHostSettings { Environment = environment, Map = SmallApp.Map });
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.ForgetCalls();

        Page page = await browser.GetAsync("http://localhost/who");

        Assert.Equal((HttpStatusCode.OK, "nobody"), (page.Status, page.Body));
        Assert.Empty(host.Store.Calls);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_developer_on_loopback_gets_an_unprefixed_cookie(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, "Development");
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/sign-in/alice");

        Assert.Matches("^id=[A-Za-z0-9_-]{64}; Path=/; HttpOnly; SameSite=Lax$", Assert.Single(page.SetCookies));
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "CK-10")]
    public async Task A_developer_on_another_machine_gets_no_cookie_over_http(ServerKind server)
    {
        await using SessionHost host = await StartAsync(
            server, "Development", app => ConnectFrom(app.UseExceptionHandler(ErrorText.Write), Stranger));
        using Browser browser = host.NewBrowser();

        Assert.Empty((await browser.GetAsync("/set/key/1")).SetCookies);
        Assert.Single(host.Logs.Of("session_insecure_transport"));
    }

    [Theory]
    [InlineData(null, ServerKind.TestServer)]
    [InlineData(null, ServerKind.KestrelHttp1)]
    [InlineData(null, ServerKind.KestrelHttp2)]
    [InlineData(Stranger, ServerKind.TestServer)]
    [InlineData(Stranger, ServerKind.KestrelHttp1)]
    [InlineData(Stranger, ServerKind.KestrelHttp2)]
    [Trait("Requirement", "CK-10")]
    public async Task The_scheme_that_a_stranger_forwards_is_ignored(string? from, ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, "Production", app =>
        {
            app.UseExceptionHandler(ErrorText.Write);
            BehindProxy(app, from);
        });
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/set/key/1", ("X-Forwarded-Proto", "https"));

        Assert.Equal((HttpStatusCode.InternalServerError, 0), (page.Status, page.SetCookies.Count));
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "CK-10")]
    public async Task The_scheme_that_a_trusted_proxy_forwards_is_used(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, "Production", static app => BehindProxy(app, Proxy));
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/sign-in/alice", ("X-Forwarded-Proto", "https"));

        Assert.True(browser.Jar["__Host-id"]?.Secure);
        Assert.Equal("alice", (await browser.GetAsync("/who", ("X-Forwarded-Proto", "https"))).Body);
        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task Forwarded_headers_behind_the_authentication_that_WebApplication_inserts_are_called_out(ServerKind server)
    {
        await using SessionHost host = await StartAsync(
            server, "Production", static app => UseForwardedHeaders(app.UseExceptionHandler(ErrorText.Write)));
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/who", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", Stranger));

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Contains("Call UseForwardedHeaders(), then UseAuthentication()", page.Body, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, int Cookies)> AskAsync(Browser browser, string path)
    {
        Page page = await browser.GetAsync(path);
        return (page.Status, page.SetCookies.Count);
    }

    private static Task<SessionHost> StartAsync(ServerKind server, string environment, Action<WebApplication>? before = null) =>
        SessionHost.StartAsync(
        new SessionHostSettings { Kind = server, Https = false, Environment = environment, Before = before, Map = SmallApp.Map });

    private static IApplicationBuilder ConnectFrom(IApplicationBuilder app, string? address) => app
        .Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = address is null ? context.Connection.RemoteIpAddress : IPAddress.Parse(address);
            return next();
        })
        .UseAuthentication();

    // Without an address there are no forwarded headers at all: the header is just a header.
    private static void BehindProxy(WebApplication app, string? address)
    {
        if (address is not null)
        {
            app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                return next();
            });
            UseForwardedHeaders(app);
        }

        app.UseAuthentication();
    }

    private static void UseForwardedHeaders(IApplicationBuilder app)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Add(IPAddress.Parse(Proxy));
        options.KnownProxies.Add(IPAddress.Loopback);
        app.UseForwardedHeaders(options);
    }
}
