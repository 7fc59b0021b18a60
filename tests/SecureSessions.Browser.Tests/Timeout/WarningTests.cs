using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

[Collection(nameof(TimeoutCollection))]
public sealed class WarningTests(Chromium chromium, SampleOnManualClock sample)
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    [Fact]
    [Trait("Requirement", "TO-8")]
    public async Task The_warning_counts_down_and_goes_when_the_user_stays()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesWarningAsync();
        TimeSpan first = await page.ReadCountAsync();
        await device.PassAsync(10 * OneSecond);
        await Poll.UntilAsync(async () => await page.ReadCountAsync() <= first - (10 * OneSecond), "the count goes down");
        await page.Stay.ClickAsync();
        await page.SeesNoDialogAsync();

        Assert.InRange(first, OneSecond, SampleOnManualClock.IdleTimeout - SampleOnManualClock.UntilWarned);
        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesWarningAsync();
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{sample.App.Address}account");
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task The_user_can_sign_out_from_the_warning()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesWarningAsync();
        await page.SignOut.ClickAsync();

        await page.IsSentAwayAsync("signed out");
        Assert.Null(await device.FindCookieAsync());
    }

    [Fact]
    [Trait("Requirement", "TO-7")]
    public async Task A_user_who_ignores_the_warning_is_signed_out_on_time_however_often_the_page_asked()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);

        // If a request for the status were activity, each of these requests would begin the idle timeout again.
        for (TimeSpan left = SampleOnManualClock.IdleTimeout; left > OneMinute; left -= OneMinute)
        {
            await device.PassAsync(OneMinute);
            await page.AskAsync();
        }

        await device.PassAsync(OneMinute - OneSecond);
        await page.AskAsync();
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{sample.App.Address}account");
        await device.PassAsync(OneSecond);

        await page.IsSentAwayAsync("for too long");
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{sample.App.Address}signed-out");
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task The_warning_before_the_absolute_deadline_offers_no_more_time()
    {
        await using SampleApp app = await SampleApp.StartOnManualClockAsync(
            ("Sessions:AbsoluteTimeout", $"{SampleOnManualClock.IdleTimeout}"));
        await using Device device = await chromium.NewDeviceAsync(app);
        WatchedPage page = await WatchedPage.SignInAsync(device);

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesDialogAsync("Your session is about to end");
        await Assertions.Expect(page.Stay).ToHaveCountAsync(0);
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await page.SeesNoDialogAsync();
        await device.PassAsync(SampleOnManualClock.IdleTimeout - SampleOnManualClock.UntilWarned);

        await page.IsSentAwayAsync("longest time");
    }

    [Fact]
    public async Task A_page_without_a_signed_in_user_asks_once_and_shows_nothing()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        int asked = 0;
        device.Page.Response += (_, response) => asked += response.Url.Contains("/session/", StringComparison.Ordinal) ? 1 : 0;

        await device.Page.RunAndWaitForResponseAsync(() => device.Page.GotoAsync("/"), WatchedPage.IsStatus);
        await device.Page.EvaluateAsync(
            "dispatchEvent(new Event('online')), dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        // A request that the page had sent before would be answered before this one.
        await device.Page.EvaluateAsync("fetch('/', { cache: 'no-store' })");

        Assert.Equal(1, asked);
        await new WatchedPage(device.Page).SeesNoDialogAsync();
    }
}
