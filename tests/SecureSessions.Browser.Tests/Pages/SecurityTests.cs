using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Pages;

[Collection(nameof(PagesCollection))]
public sealed class SecurityTests(Chromium chromium)
{
    [Theory]
    [EachStore]
    [Trait("Requirement", "MS-5")]
    public async Task The_security_page_shows_the_events_and_a_notice_of_the_new_device(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store);
        await using Device desk = await chromium.NewDeviceAsync(app);
        await using Device phone = await chromium.NewDeviceAsync(app, new() { UserAgent = PageSteps.Phone });
        await desk.SignInAsync("alice");
        await phone.SignInAsync("alice");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await phone.ExpectHeading("Home").ToBeVisibleAsync();

        await desk.OpenAsync("Security");

        await Assertions.Expect(desk.Page.Locator(".note.warn")).ToContainTextAsync(
            "A new device signed in to your account: Firefox on Android");
        await Assertions.Expect(desk.Page.Locator("#events tbody th")).ToHaveTextAsync(
            ["Signed out", "Signed in from a new device", "Signed in"]);
        await Assertions.Expect(desk.Page.Locator("#past tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(desk.Page.Locator("#past tbody tr")).ToContainTextAsync("Signed out");
    }
}
