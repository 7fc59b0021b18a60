using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Pages;

/// <summary>Every page, on a phone and on a desktop, in light and dark: nothing sticks out, and every text has enough contrast.</summary>
[Collection(nameof(PagesCollection))]
public sealed class LayoutTests(Chromium chromium)
{
    // WCAG 2.2, 1.4.3. The background is that of the nearest element that has one; nothing here is see-through or a picture.
    private const string PaleTexts =
        """
        () => {
            const rgb = color => color.match(/[\d.]+/g).map(Number);
            const luminance = color => {
                const [r, g, b] = rgb(color).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const background = element => {
                for (; element; element = element.parentElement) {
                    const color = getComputedStyle(element).backgroundColor;
                    if (rgb(color)[3] !== 0)
                        return color;
                }
                return "rgb(255, 255, 255)";
            };
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const pale = [];
            while (walker.nextNode()) {
                const element = walker.currentNode.parentElement;
                if (walker.currentNode.data.trim() === "" || !element.checkVisibility())
                    continue;
                const [a, b] = [luminance(getComputedStyle(element).color), luminance(background(element))];
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5)
                    pale.push(`${walker.currentNode.data.trim()}: ${contrast.toFixed(2)}`);
            }
            return pale;
        }
        """;

    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    public async Task Every_page_fits_and_can_be_read(int width, ColorScheme scheme)
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Memory);
        await using Device alice = await chromium.NewDeviceAsync(app, new() { UserAgent = PageSteps.Phone });
        await using Device device = await chromium.NewDeviceAsync(
            app, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        device.Expect("status of 403");
        await alice.SignInAsync("alice");
        await LookAtAsync(device, width, "/", "/login", "/signed-out");

        await device.SignInAsync("alice");
        await device.Page.GetByLabel("Your note").FillAsync("A note");
        await device.PressAsync("Save note");
        await device.ExpectNotice().ToHaveTextAsync("Your note is saved.");
        await LookAtAsync(device, width, "/account", "/devices", "/security", "/second-factor", "/reauthenticate", "/denied", "/");
        await device.SignInAsync("admin");
        await LookAtAsync(device, width, "/admin");
    }

    private static async Task LookAtAsync(Device device, int width, params string[] paths)
    {
        foreach (string path in paths)
        {
            await device.Page.GotoAsync(path);
            Assert.Equal((path, width), (path, await device.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")));
            Assert.Empty(await device.Page.EvaluateAsync<string[]>(PaleTexts));
            await Assertions.Expect(device.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
        }
    }
}
