using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Pages;

[Collection(nameof(PagesCollection))]
public sealed class DevicesTests(Chromium chromium)
{
    [Theory]
    [EachStore]
    [Trait("Requirement", "MS-1")]
    [Trait("Requirement", "MS-2")]
    public async Task Both_devices_are_listed_and_one_ends_the_other(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store);
        await using Device desk = await chromium.NewDeviceAsync(app);
        await using Device phone = await chromium.NewDeviceAsync(app, new() { UserAgent = PageSteps.Phone });
        await desk.SignInAsync("alice");
        await phone.SignInAsync("alice");
        (string deskId, string phoneId) = (await desk.ReadSessionIdAsync(), await phone.ReadSessionIdAsync());

        await desk.OpenAsync("Devices");
        await Assertions.Expect(desk.RowOf(deskId)).ToContainTextAsync("This device");
        await Assertions.Expect(desk.RowOf(phoneId)).ToContainTextAsync("Firefox on Android");
        await Assertions.Expect(desk.RowOf(phoneId)).ToContainTextAsync(", this computer");
        await desk.RowOf(phoneId).GetByRole(AriaRole.Button).ClickAsync();

        await desk.ExpectNotice().ToHaveTextAsync("The session is ended.");
        await Assertions.Expect(desk.RowOf(phoneId)).ToHaveCountAsync(0);
        await phone.ExpectSentAwayAsync("ended by you on another device, or by an administrator");
        await phone.Page.GotoAsync("/devices");
        await phone.ExpectHeading("Sign in").ToBeVisibleAsync();
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "TM-9")]
    public async Task An_open_page_notices_at_once_that_its_session_was_ended_elsewhere(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store);
        await using Device desk = await chromium.NewDeviceAsync(app);
        await using Device phone = await chromium.NewDeviceAsync(app, new() { UserAgent = PageSteps.Phone });
        await desk.SignInAsync("alice");
        await phone.ListenAsync(() => phone.SignInAsync("alice"));
        await desk.ListenAsync(() => desk.OpenAsync("Devices"));
        Task<DateTimeOffset> noticed = NoticeAsync(phone.Page);

        await desk.Page.RunAndWaitForResponseAsync(
            () => desk.PressAsync("End all other sessions"), static response => response.Request.Method == "POST");
        DateTimeOffset ended = DateTimeOffset.UtcNow;

        Assert.True(await noticed - ended < Patience.Slack);
        await phone.ExpectSentAwayAsync("ended by you on another device, or by an administrator");
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "MS-3")]
    public async Task The_sixth_sign_in_ends_the_oldest_session_which_is_told_why(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store);
        await using Device oldest = await chromium.NewDeviceAsync(app);
        await oldest.SignInAsync("alice");
        string oldestId = await oldest.ReadSessionIdAsync();
        for (int i = 0; i < 4; i++)
        {
            await using Device other = await chromium.NewDeviceAsync(app);
            await other.SignInAsync("alice");
        }

        await using Device sixth = await chromium.NewDeviceAsync(app);
        await sixth.SignInAsync("alice");
        await sixth.OpenAsync("Devices");

        await Assertions.Expect(sixth.Page.Locator("tr[data-session]")).ToHaveCountAsync(5);
        await Assertions.Expect(sixth.RowOf(oldestId)).ToHaveCountAsync(0);
        await oldest.ExpectSentAwayAsync("You signed in on one device too many");
        await oldest.Page.GotoAsync("/account");
        await oldest.ExpectHeading("Sign in").ToBeVisibleAsync();
    }

    // The time, by the clock of this machine, at which the page goes to the page that says why.
    private static async Task<DateTimeOffset> NoticeAsync(IPage page)
    {
        await page.WaitForRequestAsync(static request => request.Url.EndsWith("/signed-out", StringComparison.Ordinal));
        return DateTimeOffset.UtcNow;
    }
}
