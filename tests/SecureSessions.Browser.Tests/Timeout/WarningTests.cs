using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

public sealed class WarningTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly (string, string) Idle = ("Sessions:IdleTimeout", "00:00:40");

    [Theory]
    [EachStore]
    [Trait("Requirement", "TO-8")]
    public async Task It_counts_down_and_goes_when_the_user_stays(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store, Idle);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("alice");
        WatchedPage page = new(device.Page);

        await page.SeesWarningAsync();
        int first = await SecondsAsync(page);
        await Poll.UntilAsync(async () => await SecondsAsync(page) < first, "the count goes down");
        await page.Stay.ClickAsync();
        await page.SeesNoDialogAsync();

        Assert.InRange(first, 1, 20);
        await page.SeesWarningAsync();
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}account");
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task From_it_the_user_signs_out()
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Memory, Idle);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("alice");
        WatchedPage page = new(device.Page);

        await page.SeesWarningAsync();
        await page.SignOut.ClickAsync();

        await page.IsSentAwayAsync("signed out");
        Assert.Null(await device.FindCookieAsync());
    }

    [Fact]
    [Trait("Requirement", "TO-7")]
    public async Task Who_does_not_answer_is_signed_out_on_time_and_told_why_however_often_the_page_asked()
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Redis, Idle);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("alice");
        WatchedPage page = new(device.Page);

        long start = Stopwatch.GetTimestamp(), lastAsk = start;
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(16))
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            await page.AskAsync();
            lastAsk = Stopwatch.GetTimestamp();
        }

        await page.IsSentAwayAsync("for too long");

        // Had asking been activity, the session would have lived for 40 seconds more.
        Assert.InRange(Stopwatch.GetElapsedTime(lastAsk).TotalSeconds, 0, 39);
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}signed-out");
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task Before_the_absolute_deadline_it_offers_no_more_time()
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Memory, Idle, ("Sessions:AbsoluteTimeout", "00:00:40"));
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("alice");
        WatchedPage page = new(device.Page);

        await page.SeesDialogAsync("Your session is about to end");
        await Assertions.Expect(page.Stay).ToHaveCountAsync(0);
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await page.SeesNoDialogAsync();

        await page.IsSentAwayAsync("longest time");
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_asked_about_once_and_sees_nothing()
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Memory);
        await using Device device = await chromium.NewDeviceAsync(app);
        int asked = 0;
        device.Page.Response += (_, response) => asked += response.Url.Contains("/session/", StringComparison.Ordinal) ? 1 : 0;

        await device.Page.RunAndWaitForResponseAsync(() => device.Page.GotoAsync("/"), WatchedPage.IsStatus);
        await device.Page.EvaluateAsync("dispatchEvent(new Event('online')), dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        // Whatever it had sent by now would be answered before this.
        await device.Page.EvaluateAsync("fetch('/', { cache: 'no-store' })");

        Assert.Equal(1, asked);
        await new WatchedPage(device.Page).SeesNoDialogAsync();
    }

    private static async Task<int> SecondsAsync(WatchedPage page) =>
        int.Parse((await page.Count.InnerTextAsync()).Split(':')[1], CultureInfo.InvariantCulture);
}
