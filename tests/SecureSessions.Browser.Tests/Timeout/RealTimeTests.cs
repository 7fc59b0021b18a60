using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

/// <summary>
/// Shows once, on the real clocks of a browser, an app and Redis, what the other tests of this folder show on clocks that they move.
/// </summary>
[Collection(nameof(RealTimeCollection))]
public sealed class RealTimeTests(Chromium chromium)
{
    [Fact]
    [Trait("Requirement", "TO-7")]
    [Trait("Requirement", "TO-8")]
    public async Task A_user_who_stays_once_and_ignores_the_next_warning_is_signed_out_and_told_why()
    {
        // Half of the idle timeout is left when the warning comes: long enough for an answer on a busy machine.
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Redis, ("Sessions:IdleTimeout", "00:00:30"));
        await using Device device = await chromium.NewDeviceAsync(app);
        WatchedPage page = await WatchedPage.SignInAsync(device);

        await page.SeesWarningAsync();
        await page.Stay.ClickAsync();
        await page.SeesNoDialogAsync();
        await page.SeesWarningAsync();

        await page.IsSentAwayAsync("for too long");
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}signed-out");
    }
}
