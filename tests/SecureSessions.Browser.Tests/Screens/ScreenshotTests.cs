using System.Globalization;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Screens;

/// <summary>
/// Every page on a phone and on a desktop: screenshots in <c>artifacts/screenshots</c> for people, and checks that a machine can make.
/// </summary>
[Collection(nameof(VisitsCollection))]
public sealed class ScreenshotTests(Chromium chromium, SampleApps apps)
{
    // Selects the fields, buttons, links, pictures and tables without an accessible name.
    private const string NamelessThings =
        """
        () => {
          const named = element => (element.getAttribute('aria-label') || '').trim() || element.getAttribute('aria-labelledby');
          const fields = Array.from(document.querySelectorAll('input:not([type=hidden]), select, textarea'))
            .filter(field => !named(field) && field.labels.length === 0);
          const texts = Array.from(document.querySelectorAll('button, a'))
            .filter(element => !named(element) && !element.textContent.trim());
          const images = Array.from(document.querySelectorAll('img:not([alt])'));
          const tables = Array.from(document.querySelectorAll('table')).filter(table => !named(table) && !table.caption);
          return [...fields, ...texts, ...images, ...tables].map(element => element.outerHTML);
        }
        """;

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Pages_for_everybody_fit_and_can_be_read_out(int width)
    {
        await using Device device = await OpenAsync(width);
        device.Expect("status of 404");
        device.Expect("status of 405");
        foreach (string page in (string[])["/", "/login", "/signed-out", "/no-such-page", "/logout"])
            await FitsAndCanBeReadOutAsync(device, page, width);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Pages_for_those_who_are_signed_in_fit_and_can_be_read_out(int width)
    {
        // Long lists break a layout most easily: they show another device, and a session that has ended.
        await using Device other = await OpenAsync(width);
        await other.SignInAsync("admin");
        await other.SignInAsync("admin");
        await using Device device = await OpenAsync(width);
        device.Expect("/denied");
        await device.SignInAsync("admin");
        foreach (string page in (string[])["/account", "/devices", "/security", "/second-factor", "/admin", "/reauthenticate", "/denied"])
            await FitsAndCanBeReadOutAsync(device, page, width);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task The_page_of_an_outage_fits_and_can_be_read_out(int width)
    {
        await using SampleApp app = await SampleApp.StartAsync(
            SampleStore.Redis, ("Sessions:RetryAfter", "01:00:00"), SampleApp.ShortStoreTimeout);
        await using Device device = await OpenAsync(width, app);
        device.Expect("status of 503");
        await device.SignInAsync("alice");
        await app.Redis!.KillAsync();
        await FitsAndCanBeReadOutAsync(device, "/account", width, "outage");
    }

    private static async Task FitsAndCanBeReadOutAsync(Device device, string address, int width, string? name = null)
    {
        await device.Page.GotoAsync(address);
        await device.Page.ScreenshotAsync(new PageScreenshotOptions { Path = PictureOf(name ?? address, width), FullPage = true });

        Assert.Equal(address, new Uri(device.Page.Url).AbsolutePath);
        int[] widths = await device.Page.EvaluateAsync<int[]>(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        Assert.True(widths[0] <= widths[1], $"{address} is {widths[0]} wide where {widths[1]} are shown.");
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
        Assert.EndsWith(" - SecureSessions", await device.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal("en", await device.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Empty(await device.Page.EvaluateAsync<string[]>(NamelessThings));
        Assert.Empty(await Axe.FindViolationsAsync(device.Page));
    }

    private static string PictureOf(string name, int width) =>
        Repository.PathTo(
            "artifacts",
            "screenshots",
            string.Create(CultureInfo.InvariantCulture, $"{(name == "/" ? "home" : name.Trim('/'))}-{width}.png"));

    private async Task<Device> OpenAsync(int width, SampleApp? app = null) =>
        await chromium.NewDeviceAsync(
            app ?? await apps.GetAsync(SampleStore.Memory),
            new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 844 } });
}
