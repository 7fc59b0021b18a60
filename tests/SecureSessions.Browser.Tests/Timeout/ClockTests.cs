using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

/// <summary>
/// The clock of the page stands still, is late or is set: the page asks for the status, and trusts the answer. Its event stream never
/// begins here.
/// </summary>
[Collection(nameof(TimeoutCollection))]
public sealed class ClockTests(Chromium chromium, SampleOnManualClock sample)
{
    [Fact]
    public async Task After_a_sleep_over_the_deadline_the_page_is_left()
    {
        await using Device device = await OpenAsync();

        sample.App.Clock!.Advance(SampleOnManualClock.IdleTimeout);
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{sample.App.Address}account");
        await device.Page.Clock.FastForwardAsync("01:00:00");

        await new WatchedPage(device.Page).IsSentAwayAsync("for too long");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_page_whose_wall_clock_is_set_asks_the_server_and_shows_nothing_false(int hours)
    {
        await using Device device = await OpenAsync();

        await device.Page.Clock.SetSystemTimeAsync(sample.App.Clock!.GetUtcNow().UtcDateTime.AddHours(hours));
        IResponse asked = await device.Page.RunAndWaitForResponseAsync(
            () => device.Page.Clock.RunForAsync(31_000), WatchedPage.IsStatus);

        Assert.Equal(200, asked.Status);
        await new WatchedPage(device.Page).SeesNoDialogAsync();
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{sample.App.Address}account");
    }

    [Theory]
    [InlineData("new PageTransitionEvent('pageshow', { persisted: true })", "window")]
    [InlineData("new Event('online')", "window")]
    [InlineData("new Event('visibilitychange')", "document")]
    public async Task A_page_that_is_shown_again_or_online_again_asks_the_server(string what, string target)
    {
        await using Device device = await OpenAsync();

        IResponse asked = await device.Page.RunAndWaitForResponseAsync(
            () => device.Page.EvaluateAsync($"{target}.dispatchEvent({what})"), WatchedPage.IsStatus);

        Assert.Equal(200, asked.Status);
    }

    private async Task<Device> OpenAsync()
    {
        Device device = await chromium.NewDeviceAsync(sample.App);
        await device.Page.RouteAsync("**/live", static _ => Task.CompletedTask);
        await WatchedPage.SignInAsync(device);
        return device;
    }
}
