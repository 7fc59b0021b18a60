using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Requests;
using Xunit;

namespace SecureSessions.Tests.Sessions;

/// <summary>A payload over its limit is an error of the app, and the message gives the details before anything is stored.</summary>
public sealed class PayloadLimitTests
{
    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "ST-7")]
    public async Task The_exception_for_a_large_payload_names_the_size_the_limit_and_the_largest_keys(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server);
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/fill/basket/900/history/1000");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.StartsWith(
            "The session's payload has 1934 bytes, the limit is 1024. The largest values: 'history' (1000 bytes), 'basket' (900 bytes).",
            page.Body,
            StringComparison.Ordinal);
        Assert.Empty(host.Store.Calls);
        Assert.Empty(page.SetCookies);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "ST-7")]
    public async Task A_stored_session_that_would_grow_over_the_limit_stays_as_it_was(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/key/before");

        Page page = await browser.GetAsync("/fill/key/900/history/1000");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Equal("before", (await browser.GetAsync("/get/key")).Body);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "ST-7")]
    public async Task Changes_of_two_requests_that_exceed_the_limit_together_are_not_both_stored(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/key/before");
        OtherWriter.Interfere(host, browser, times: 1, ("key", new byte[100]), ("other", new byte[500]));

        Page page = await browser.GetAsync("/fill/key/100/mine/600");

        Assert.Equal((HttpStatusCode.InternalServerError, "", "no-store"), (page.Status, page.Body, page.Header("Cache-Control")));
        Assert.Equal(("none", 500), ((await browser.GetAsync("/get/mine")).Body, (await browser.GetAsync("/get/other")).Body.Length));
        Assert.Contains(
            "'mine' (600 bytes), 'other' (500 bytes)",
            Assert.Single(host.Logs.Of("session_commit_exception")).Exception?.Message,
            StringComparison.Ordinal);
    }

    private static Task<SessionHost> StartAsync(ServerKind server) => SessionHost.StartAsync(new SessionHostSettings
    {
        Kind = server,
        Configure = static options => options.MaxPayloadBytes = 1024,
        Before = static app => app.UseExceptionHandler(ErrorText.Write),
        Map = static app =>
        {
            SmallApp.Map(app);
            app.MapGet(
                "/fill/{first}/{firstSize:int}/{second}/{secondSize:int}",
                static (HttpContext context, string first, int firstSize, string second, int secondSize) =>
                {
                    context.Session.Set(first, new byte[firstSize]);
                    context.Session.Set(second, new byte[secondSize]);
                    return "stored";
                });
        },
    });
}
