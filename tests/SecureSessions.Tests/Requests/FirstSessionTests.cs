using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

public sealed class FirstSessionTests
{
    [Theory]
    [InlineData(ServerKind.TestServer)]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    public async Task The_first_value_creates_a_session_that_the_next_request_reads(ServerKind kind)
    {
        await using SessionHost host = await SessionHost.StartAsync(Map, kind: kind);
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/set/42");
        Page page = await browser.GetAsync("/get");

        Assert.Equal((HttpStatusCode.OK, "42"), (page.Status, page.Body));
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/set/{n:int}", (HttpContext context, int n) => context.Session.SetInt32("n", n));
        app.MapGet(
            "/get",
            (HttpContext context) => context.Session.GetInt32("n")?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none");
    }
}
