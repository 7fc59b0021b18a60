using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

[Collection(nameof(TimeoutLane))]
public sealed class TabsTests(Chromium chromium, SampleOnManualClock sample)
{
    [Fact]
    public async Task Who_stays_in_one_stays_in_all()
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
    public async Task Who_signs_out_in_one_leaves_all_even_with_text_that_was_not_sent(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        (WatchedPage _, WatchedPage other) = await SignInTwiceAsync(device);
        await other.TypeAsync("a secret");

        await device.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await other.IsSentAwayAsync("signed out");
        // Not to where other tabs are sent: the page that the form led to stays.
        await Assertions.Expect(device.Page).ToHaveURLAsync(app.Address.ToString());
    }

    [Fact]
    public async Task Who_signs_out_from_the_warning_of_one_leaves_all()
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
