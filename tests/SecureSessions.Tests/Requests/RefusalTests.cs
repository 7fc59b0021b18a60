using System.Net;
using Microsoft.AspNetCore.Builder;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>What a browser is told after its session has ended stays in no cache.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized, ServerKind.TestServer)]
    [InlineData(null, HttpStatusCode.Unauthorized, ServerKind.KestrelHttp1)]
    [InlineData(null, HttpStatusCode.Unauthorized, ServerKind.KestrelHttp2)]
    [InlineData("/login", HttpStatusCode.Redirect, ServerKind.TestServer)]
    [InlineData("/login", HttpStatusCode.Redirect, ServerKind.KestrelHttp1)]
    [InlineData("/login", HttpStatusCode.Redirect, ServerKind.KestrelHttp2)]
    [Trait("Requirement", "CA-6")]
    public async Task The_refusal_is_not_stored(string? login, HttpStatusCode status, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = server,
            ConfigureAuthentication = options => options.LoginPath = login,
            Map = Map,
        });
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        Page before = await browser.GetAsync("/members");
        host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Page after = await browser.GetAsync("/members");

        Assert.Equal((HttpStatusCode.OK, "no-store"), (before.Status, before.Header("Cache-Control")));
        Assert.Equal((status, "no-store"), (after.Status, after.Header("Cache-Control")));
    }

    [Theory]
    [InlineData("/get/key", "no-store")]
    [InlineData("/answer/redirect", "no-store")]
    [InlineData("/answer/304", "no-store")]
    [Trait("Requirement", "CA-6")]
    public async Task Nor_is_what_the_app_itself_says_then(string path, string cacheControl)
    {
        await using SessionHost host = await SessionHost.StartAsync(Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Equal(cacheControl, (await browser.GetAsync(path)).Header("Cache-Control"));
    }

    private static void Map(WebApplication app)
    {
        Answers.Map(app);
        app.MapGet("/members", static () => "welcome").RequireAuthorization();
    }
}
