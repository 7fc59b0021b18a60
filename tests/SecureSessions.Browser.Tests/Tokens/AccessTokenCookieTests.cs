using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using SecureSessions.Tokens;
using Xunit;

namespace SecureSessions.Browser.Tests.Tokens;

/// <summary>An access token in a cookie, in the jar of a browser.</summary>
[Collection(nameof(VisitsCollection))]
public sealed class AccessTokenCookieTests(Chromium chromium)
{
    private const string Post = "path => fetch(path, { method: 'POST' }).then(answer => answer.status)";

    private int _orders;

    [Fact]
    [Trait("Requirement", "CS-1")]
    [Trait("Requirement", "TK-11")]
    public async Task A_page_calls_an_API_by_a_cookie_that_it_cannot_read_and_that_is_of_no_use_to_other_sites()
    {
        await using SessionHost host = await StartAsync();
        var address = new Uri($"https://localhost:{host.BaseAddress.Port}");
        await using OtherSite other = await OtherSite.StartAsync(address);
        await using Device device = await chromium.NewDeviceAsync(address);
        device.Expect("status of 401");
        device.Expect("status of 403");
        await device.Page.GotoAsync("/sign-in/ada");
        await device.Page.GotoAsync("/plain");

        Assert.Equal(401, await device.Page.EvaluateAsync<int>(Post, "/orders"));
        Assert.Equal(200, await device.Page.EvaluateAsync<int>(Post, "/session/tokens/access"));
        Assert.Equal(200, await device.Page.EvaluateAsync<int>(Post, "/orders"));

        BrowserContextCookiesResult cookie = (await device.Context.CookiesAsync()).Single(
            static one => one.Name == SessionTokenDefaults.AccessTokenCookieName);
        Assert.Equal(
            (true, true, SameSiteAttribute.Strict, "localhost", "/"),
            (cookie.HttpOnly, cookie.Secure, cookie.SameSite, cookie.Domain, cookie.Path));
        Assert.Equal("", await device.Page.EvaluateAsync<string>("document.cookie"));

        // A stranger's request comes without the cookie; a neighbour's comes with it, and is refused for where it comes from.
        Assert.Equal(401, await AttackAsync(device, other.PageAt(OtherSite.Stranger, "/"), address));
        Assert.Equal(403, await AttackAsync(device, other.PageAt(OtherSite.Neighbour, "/"), address));
        Assert.Equal(1, _orders);

        IPage tab = await device.Context.NewPageAsync();
        await tab.GotoAsync("/sign-out");
        Assert.Equal(401, await device.Page.EvaluateAsync<int>(Post, "/orders"));
        Assert.Equal(401, await device.Page.EvaluateAsync<int>(Post, "/session/tokens/access"));
        Assert.Empty(await device.Context.CookiesAsync());
    }

    private static async Task<int> AttackAsync(Device device, string page, Uri app)
    {
        IPage tab = await device.Context.NewPageAsync();
        await tab.GotoAsync(page);
        IResponse answer = await tab.RunAndWaitForResponseAsync(
            () => tab.EvaluateAsync(
                "address => fetch(address, { method: 'POST', mode: 'no-cors', credentials: 'include' })", $"{app}orders"),
            static response => response.Request.Method == "POST");
        return answer.Status;
    }

    private Task<SessionHost> StartAsync() => SessionHost.StartAsync(new SessionHostSettings
    {
        Kind = ServerKind.KestrelHttp1,
        ConfigureSessions = static sessions => sessions.AddTokens(static tokens =>
        {
            tokens.Issuer = "https://localhost";
            tokens.Audiences.Add("https://api.example.com");
        }),
        ConfigureServices = static services => services.AddAuthentication().AddSessionBearer(
            static bearer => bearer.AccessTokenCookieName = SessionTokenDefaults.AccessTokenCookieName),
        Map = app =>
        {
            SmallApp.Map(app);
            app.MapSecureSessionTokens(configure: static endpoints =>
                endpoints.AccessTokenCookieName = SessionTokenDefaults.AccessTokenCookieName);
            app.MapPost("/orders", (ClaimsPrincipal user) => $"{user.FindFirstValue("sub")} {Interlocked.Increment(ref _orders)}")
                .WithoutSession().RequireAuthorization(
                    new AuthorizeAttribute { AuthenticationSchemes = JwtBearerDefaults.AuthenticationScheme });
            app.MapGet("/favicon.ico", static () => Results.NoContent()).WithoutSession();
        },
    });
}
