using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>The cookie as the browser sees it.</summary>
[Collection(nameof(VisitsCollection))]
public sealed class CookieTests(Chromium chromium, SampleApps apps)
{
    // The value by which Chromium marks a cookie that ends with the browser.
    private const float EndsWithTheBrowser = -1;

    [Theory]
    [EachStore]
    [Trait("Requirement", "CK-1")]
    [Trait("Requirement", "CK-6")]
    public async Task The_cookie_belongs_to_this_host_goes_over_https_only_and_ends_with_the_browser(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("alice");

        BrowserContextCookiesResult cookie = Assert.Single(await device.Context.CookiesAsync());

        // A cookie with a Domain would begin with a dot here.
        Assert.Equal(("__Host-id", "localhost", "/"), (cookie.Name, cookie.Domain, cookie.Path));
        Assert.Equal(
            (true, true, SameSiteAttribute.Lax, EndsWithTheBrowser), (cookie.Secure, cookie.HttpOnly, cookie.SameSite, cookie.Expires));
        Assert.Matches("^[A-Za-z0-9_-]{64}$", cookie.Value);
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "CK-1")]
    public async Task The_Set_Cookie_header_of_the_login_is_exactly_this(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);

        IResponse answer = await device.Page.RunAndWaitForResponseAsync(
            () =>
                device.SignInAsync("alice"), static response =>
                    response.Request.Method == "POST" && response.Url.EndsWith("/login", StringComparison.Ordinal));

        Assert.Equal(
            $"__Host-id={await device.TokenAsync()}; Path=/; Secure; HttpOnly; SameSite=Lax",
            Assert.Single(await answer.HeaderValuesAsync("Set-Cookie")));
    }

    [Theory]
    [EachStore]
    public async Task No_script_of_the_page_can_read_the_cookie(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("alice");

        Assert.Equal("", await device.Page.EvaluateAsync<string>("() => document.cookie"));
    }

    [Theory]
    [EachStore]
    public async Task The_browser_has_one_cookie_whatever_the_person_does(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.Page.GotoAsync("/");
        await device.Page.GotoAsync("/login");
        Assert.Empty(await device.Context.CookiesAsync());

        foreach (string user in (string[])["alice", "admin", "alice"])
        {
            await device.SignInAsync(user);
            await device.ExpectSignedInAsync(app, user);
            Assert.Equal("__Host-id", Assert.Single(await device.Context.CookiesAsync()).Name);
        }

        await device.SignOutAsync();
        Assert.Empty(await device.Context.CookiesAsync());
    }
}
