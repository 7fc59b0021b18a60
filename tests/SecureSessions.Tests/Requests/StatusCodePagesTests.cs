using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>Status code pages run the pipeline twice on one request, or write past the gate.</summary>
public sealed class StatusCodePagesTests
{
    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "CA-5")]
    public async Task With_status_code_pages_a_session_is_created_once_and_each_cookie_has_its_own_header(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, static app => app.UseStatusCodePagesWithReExecute("/sorry"));
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/missing");

        Assert.Equal((HttpStatusCode.NotFound, "sorry"), (page.Status, page.Body));
        Assert.Equal(
            ["__Host-id", "mine", "other"],
            page.SetCookies.Select(static line => ParsedCookie.Parse(line).Name).Order(StringComparer.Ordinal));
        Assert.Equal([StoreOperation.GetTime, StoreOperation.Create], host.Store.Calls);
        Assert.Equal("value", (await browser.GetAsync("/get/key")).Body);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_status_code_page_may_use_the_session(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, static app => app.UseStatusCodePagesWithReExecute("/set/page/1"));
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/missing");

        Assert.Single(page.SetCookies, static line => line.StartsWith("__Host-id=", StringComparison.Ordinal));
        Assert.Equal(("value", "1"), ((await browser.GetAsync("/get/key")).Body, (await browser.GetAsync("/get/page")).Body));
    }

    [Theory]
    [InlineData("re-executed", ServerKind.TestServer)]
    [InlineData("re-executed", ServerKind.KestrelHttp1)]
    [InlineData("re-executed", ServerKind.KestrelHttp2)]
    [InlineData("without a session", ServerKind.TestServer)]
    [InlineData("without a session", ServerKind.KestrelHttp1)]
    [InlineData("without a session", ServerKind.KestrelHttp2)]
    [InlineData("written outside", ServerKind.TestServer)]
    [InlineData("written outside", ServerKind.KestrelHttp1)]
    [InlineData("written outside", ServerKind.KestrelHttp2)]
    [Trait("Requirement", "ST-5")]
    public async Task A_status_code_page_for_a_failed_commit_is_503_without_a_body(string page, ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, app => UsePages(app, page));
        using Browser browser = host.NewBrowser();
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Create);

        Page answer = await browser.GetAsync("/missing");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "", "5"), (answer.Status, answer.Body, answer.Header("Retry-After")));
        Assert.Empty(answer.SetCookies);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_503_at_load_stays_a_503(ServerKind server)
    {
        await using SessionHost host = await StartAsync(
            server, static app => app.UseStatusCodePagesWithReExecute("/sorry").UseAuthentication());
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/key/1");
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Find);

        Page page = await browser.GetAsync("/get/key");

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "", 1), (page.Status, page.Body, host.Events.Of(SessionEventType.LoadFailed).Count));
    }

    private static void UsePages(WebApplication app, string page)
    {
        if (page == "written outside")
            app.UseStatusCodePages("text/plain", "Status {0}");
        else
            app.UseStatusCodePagesWithReExecute(page == "re-executed" ? "/sorry" : "/health");
    }

    private static Task<SessionHost> StartAsync(ServerKind server, Action<WebApplication> before) =>
        SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = server,
            Before = before,
            Map = static app =>
            {
                SmallApp.Map(app);
                app.Map("/sorry", static context => context.Response.WriteAsync("sorry"));
                app.Map("/missing", static context =>
                {
                    context.Response.Cookies.Append("mine", "1");
                    context.Session.SetString("key", "value");
                    context.Response.Cookies.Append("other", "2");
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                });
            },
        });
}
