using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Authentication;

/// <summary>Where we are stricter, or steadier, than the cookie handler.</summary>
public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData("/login?ReturnUrl=/a%0D%0ASet-Cookie:%20x=1")]
    [InlineData("/login?ReturnUrl=/%09/evil.example")]
    [InlineData("/login?ReturnUrl=/a%00")]
    [InlineData("/login?uri=https://evil.example/")]
    [InlineData("/login?uri=//evil.example/")]
    public async Task A_return_url_that_could_leave_this_host_is_not_followed(string path)
    {
        Page page = await SendAsync(path);

        Assert.Equal((HttpStatusCode.OK, "", 1), (page.Status, page.Header("Location"), page.SetCookies.Count));
    }

    [Fact]
    public async Task An_absolute_url_of_this_host_that_the_app_asks_for_is_followed_and_another_host_s_is_called_out()
    {
        var script = new Script();
        await using SessionHost host = await SessionHost.StartAsync(app => script.Map(app));
        using Browser browser = host.NewBrowser();

        foreach ((string uri, string location) in ((string, string)[])[
            ("https://localhost/basket?a=1#b", "/basket?a=1#b"), ("https://LOCALHOST:443", "/"), ("https://localhost//evil.example", ""),
            ("http://localhost/basket", ""),
            ("https://localhost:444/", ""),
            ("https://user@localhost/", ""),
            ("https://evil.example/", "")])
        {
            Page signIn = await script.RunAsync(
                browser, context => context.SignInAsync(TestUsers.Alice, new AuthenticationProperties { RedirectUri = uri }));
            Page signOut = await script.RunAsync(
                browser, context => context.SignOutAsync(new AuthenticationProperties { RedirectUri = uri }));
            Assert.Equal((location, location), (signIn.Header("Location"), signOut.Header("Location")));
        }

        Assert.Contains("Results.Redirect", Assert.Single(host.Logs.Of("session_foreign_redirect")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_return_url_that_is_not_ascii_is_followed()
    {
        Page page = await SendAsync("/login?ReturnUrl=/caf%C3%A9");

        Assert.Equal((HttpStatusCode.Redirect, "/caf%C3%A9"), (page.Status, page.Header("Location")));
    }

    [Fact]
    public async Task Without_pages_a_browser_gets_401_to_sign_in_and_403_if_it_is_not_allowed()
    {
        var script = new Script();
        await using SessionHost host = await SessionHost.StartAsync(app => script.Map(app));
        using Browser browser = host.NewBrowser();

        Page challenge = await script.RunAsync(browser, context => context.ChallengeAsync());
        Page refusal = await script.RunAsync(browser, context => context.ForbidAsync());

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (challenge.Status, refusal.Status));
        Assert.Equal("", challenge.Header("Location") + refusal.Header("Location"));
    }

    // On Kestrel, which checks what headers carry.
    private static async Task<Page> SendAsync(string path)
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = ServerKind.KestrelHttp1,
            ConfigureAuthentication = static options => options.LoginPath = "/login",
            Map = static app => app.MapGet("/login", static (HttpContext context, string? uri) =>
                context.SignInAsync(TestUsers.Alice, new AuthenticationProperties { RedirectUri = uri })),
        });
        using Browser browser = host.NewBrowser();
        return await browser.GetAsync(path);
    }
}
