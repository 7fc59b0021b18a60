using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>Whoever comes to the machine next presses the back button.</summary>
[Collection(nameof(VisitsLane))]
public sealed class BackButtonTests(Chromium chromium, SampleApps apps)
{
    // The first characters of a token are the session's public name, which the account page shows.
    private const int NameLength = 21;

    [Theory]
    [EachStore]
    [Trait("Requirement", "CA-2")]
    public async Task After_a_logout_it_shows_nothing_private(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        await ShowsNothingPrivateAsync(device);
    }

    // Pages that a browser keeps alive come back as they were, without a request. This one would keep them.
    [Theory]
    [EachStore]
    [Trait("Requirement", "CA-2")]
    public async Task Nor_does_a_browser_that_keeps_its_pages_alive(SampleStore store)
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

    // Not Playwright's own way back, which waits for a load that a page which was kept does not have.
    private static async Task GoBackAsync(IPage page, Func<IPage, ILocator> whatIsThere)
    {
        await page.EvaluateAsync("() => { setTimeout(() => history.back()) }");
        await Assertions.Expect(whatIsThere(page)).ToBeVisibleAsync();
    }
}
