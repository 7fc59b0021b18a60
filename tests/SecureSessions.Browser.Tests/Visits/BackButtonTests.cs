using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>The next person at the machine presses the back button.</summary>
[Collection(nameof(VisitsCollection))]
public sealed class BackButtonTests(Chromium chromium, SampleApps apps)
{
    // The first characters of a token are the session's public name, which the account page shows.
    private const int NameLength = 21;

    [Theory]
    [EachStore]
    [Trait("Requirement", "CA-2")]
    public async Task The_back_button_shows_nothing_private_after_a_logout(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        await ShowsNothingPrivateAsync(device);
    }

    // A browser shows a page that it kept alive as it was, without a request. This browser would keep pages alive.
    [Theory]
    [EachStore]
    [Trait("Requirement", "CA-2")]
    public async Task A_browser_that_keeps_its_pages_alive_shows_nothing_private_after_a_logout(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await chromium.NewDeviceThatKeepsPagesAsync(app);
        await KeepsPagesAliveAsync(device.Page, other);
        await ShowsNothingPrivateAsync(device);
    }

    private static async Task ShowsNothingPrivateAsync(Device device)
    {
        await device.SignInAsync("alice");
        await device.Page.GotoAsync("/account");
        string name = (await device.TokenAsync())[..NameLength];
        Assert.Contains(name, await device.Page.ContentAsync(), StringComparison.Ordinal);

        await device.SignOutAsync();
        await GoBackAsync(device.Page, static page => page.GetByLabel("Password"));

        Assert.DoesNotContain(name, await device.Page.ContentAsync(), StringComparison.Ordinal);
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Banner)).Not.ToContainTextAsync("alice");
    }

    private static async Task KeepsPagesAliveAsync(IPage page, OtherSite other)
    {
        await page.GotoAsync(other.PageAt(OtherSite.Stranger, "/"));
        await page.EvaluateAsync("() => { window.written = 'here' }");
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on" }).ClickAsync();
        await GoBackAsync(page, static page => page.GetByRole(AriaRole.Link, new() { Name = "Go on" }));
        Assert.Equal("here", await page.EvaluateAsync<string>("() => window.written"));
    }

    // This is not Playwright's own way back, which waits for a load event. A page that was kept alive has none.
    private static async Task GoBackAsync(IPage page, Func<IPage, ILocator> whatIsThere)
    {
        await page.EvaluateAsync("() => { setTimeout(() => history.back()) }");
        await Assertions.Expect(whatIsThere(page)).ToBeVisibleAsync();
    }
}
