using System.Net;
using Microsoft.AspNetCore.Builder;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>The answer to a request whose session has ended is not cached.</summary>
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
    public async Task The_answer_to_a_refused_request_is_not_cached(string? login, HttpStatusCode status, ServerKind server)
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
    public async Task An_answer_of_the_app_after_the_session_ended_is_not_cached(string path, string cacheControl)
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
