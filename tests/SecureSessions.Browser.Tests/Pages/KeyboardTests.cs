using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Pages;

/// <summary>The way through the site for a user without a mouse.</summary>
[Collection(nameof(PagesCollection))]
public sealed class KeyboardTests(Chromium chromium)
{
    private const int MostStops = 40;

    [Fact]
    public async Task From_login_to_devices_and_the_end_of_another_session_by_keys_alone()
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Memory);
        await using Device phone = await chromium.NewDeviceAsync(app, new() { UserAgent = PageSteps.Phone });
        await using Device desk = await chromium.NewDeviceAsync(app);
        await phone.SignInAsync("alice");
        IPage page = desk.Page;

        await page.GotoAsync("/login");
        await Assertions.Expect(page.GetByLabel("User name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("alice");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Wonderland-7-teapots");
        await page.Keyboard.PressAsync("Enter");
        await desk.ExpectHeading("Account").ToBeVisibleAsync();

        await GoToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Devices" }));
        await page.Keyboard.PressAsync("Enter");
        await desk.ExpectHeading("Devices").ToBeVisibleAsync();

        await GoToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "End the session of Firefox on Android" }));
        await page.Keyboard.PressAsync("Space");
        await desk.ExpectNotice().ToHaveTextAsync("The session is ended.");
    }

    [Fact]
    public async Task The_first_focus_of_each_page_is_a_link_to_its_content()
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Memory);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.Page.GotoAsync("/");

        await device.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(device.Page.GetByText("Skip to content")).ToBeFocusedAsync();
        await Assertions.Expect(device.Page.GetByText("Skip to content")).ToBeInViewportAsync();
        await device.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(device.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
    }

    /// <summary>Presses the tab key until the element has the focus, and checks that each focus on the way can be seen.</summary>
    private static async Task GoToAsync(IPage page, ILocator target)
    {
        for (int stop = 0; stop < MostStops; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.NotEqual("none", await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
        }

        Assert.Fail($"The focus did not come to {target} in {MostStops} stops.");
    }
}
