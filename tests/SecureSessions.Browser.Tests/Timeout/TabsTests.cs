using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

[Collection(nameof(TimeoutCollection))]
public sealed class TabsTests(Chromium chromium, SampleOnManualClock sample)
{
    [Fact]
    public async Task A_user_who_stays_signed_in_in_one_tab_stays_signed_in_in_all()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        (WatchedPage one, WatchedPage other) = await SignInTwiceAsync(device);

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await one.SeesWarningAsync();
        await other.SeesWarningAsync();
        await one.Stay.ClickAsync();

        await one.SeesNoDialogAsync();
        await other.SeesNoDialogAsync();
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "TM-1")]
    public async Task A_sign_out_in_one_tab_signs_out_all_tabs_even_with_unsent_text(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        (WatchedPage _, WatchedPage other) = await SignInTwiceAsync(device);
        await other.TypeAsync("a secret");

        await device.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await other.IsSentAwayAsync("signed out");
        // This tab is not sent to the page of the other tabs: it stays on the page that the form led to.
        await Assertions.Expect(device.Page).ToHaveURLAsync(app.Address.ToString());
    }

    [Fact]
    public async Task A_sign_out_from_the_warning_of_one_tab_signs_out_all_tabs()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        (WatchedPage one, WatchedPage other) = await SignInTwiceAsync(device);

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await one.SeesWarningAsync();
        await one.SignOut.ClickAsync();

        await one.IsSentAwayAsync("signed out");
        await other.IsSentAwayAsync("signed out");
    }

    private static async Task<(WatchedPage One, WatchedPage Other)> SignInTwiceAsync(Device device) =>
        (await WatchedPage.SignInAsync(device), await WatchedPage.OpenAnotherAsync(device));
}
