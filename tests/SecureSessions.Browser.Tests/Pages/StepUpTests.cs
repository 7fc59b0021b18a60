using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Pages;

[Collection(nameof(PagesCollection))]
public sealed class StepUpTests(Chromium chromium)
{
    // Five minutes are too long for a test. With the response StepUp, a change of device makes every authentication stale at once.
    private static readonly (string, string) AskAfterDeviceChange = ("Sessions:Signals:DeviceChange", "StepUp");

    [Theory]
    [EachStore]
    [Trait("Requirement", "SU-3")]
    [Trait("Requirement", "SU-4")]
    public async Task The_admin_page_asks_for_the_password_and_then_opens_in_the_same_session(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store, AskAfterDeviceChange);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("admin");
        string id = await device.ReadSessionIdAsync();
        string before = (await device.FindCookieAsync())!.Value;

        await device.Context.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["User-Agent"] = PageSteps.Phone });
        await device.Page.GotoAsync("/admin?from=here");
        await device.ExpectHeading("Confirm that it is you").ToBeVisibleAsync();
        await ConfirmAsync(device, "Wonderland-7-teapots");
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("password is wrong");
        await ConfirmAsync(device, "Orchard-4-lanterns");

        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}admin?from=here");
        await device.ExpectHeading("Admin").ToBeVisibleAsync();
        Assert.NotEqual(before, (await device.FindCookieAsync())!.Value);
        Assert.Equal(id, await device.ReadSessionIdAsync());
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "MS-2")]
    public async Task Ending_other_sessions_asks_for_the_password_and_returns_to_the_list(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store, AskAfterDeviceChange);
        await using Device other = await chromium.NewDeviceAsync(app);
        await using Device device = await chromium.NewDeviceAsync(app);
        await other.SignInAsync("alice");
        await device.SignInAsync("alice");
        await device.Context.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["User-Agent"] = PageSteps.Phone });

        await device.ListenAsync(() => device.OpenAsync("Devices"));
        await device.ListenAsync(() => device.PressAsync("End all other sessions"));
        await device.ExpectHeading("Confirm that it is you").ToBeVisibleAsync();
        await device.ListenAsync(() => ConfirmAsync(device, "Wonderland-7-teapots"));
        await device.ExpectHeading("Devices").ToBeVisibleAsync();
        await Assertions.Expect(device.Page.Locator("tr[data-session]")).ToHaveCountAsync(2);
        await device.PressAsync("End all other sessions");

        await device.ExpectNotice().ToHaveTextAsync("One other session is ended.");
        await other.ExpectSentAwayAsync("ended by you on another device");
    }

    private static async Task ConfirmAsync(Device device, string password)
    {
        await device.Page.GetByLabel("Password").FillAsync(password);
        await device.PressAsync("Confirm");
    }
}
