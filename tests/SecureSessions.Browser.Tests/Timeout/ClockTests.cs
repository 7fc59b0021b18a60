using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

/// <summary>The page's clock stands still, is late or is set: it asks, and believes the answer. Its event stream, which would tell it, is cut.</summary>
public sealed class ClockTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task After_a_sleep_over_the_deadline_the_page_goes()
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Memory, ("Sessions:IdleTimeout", "00:00:30"));
        await using Device device = await OpenAsync(app);
        using HttpClient watcher = app.NewClient();
        watcher.DefaultRequestHeaders.Add("Cookie", $"__Host-id={(await device.FindCookieAsync())!.Value}");

        // Its clock runs until then, however long it takes to be told.
        await device.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddSeconds(10));
        await Poll.UntilAsync(
            async () => (await watcher.GetStringAsync("/session/status")).Contains("IdleTimeout", StringComparison.Ordinal), "the session expires");
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}account");
        await device.Page.Clock.FastForwardAsync("01:00:00");
        await device.Page.Clock.ResumeAsync();

        await new WatchedPage(device.Page).IsSentAwayAsync("for too long");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task When_the_wall_clock_is_set_it_asks_and_says_nothing_false(int hours)
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Memory);
        await using Device device = await OpenAsync(app);

        await device.Page.Clock.SetSystemTimeAsync(DateTime.UtcNow.AddHours(hours));
        IResponse asked = await device.Page.RunAndWaitForResponseAsync(
            () => device.Page.Clock.RunForAsync(31_000), WatchedPage.IsStatus);

        Assert.Equal(200, asked.Status);
        await new WatchedPage(device.Page).SeesNoDialogAsync();
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}account");
    }

    [Theory]
    [InlineData("new PageTransitionEvent('pageshow', { persisted: true })", "window")]
    [InlineData("new Event('online')", "window")]
    [InlineData("new Event('visibilitychange')", "document")]
    public async Task When_the_page_is_shown_again_or_online_it_asks(string what, string target)
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Memory);
        await using Device device = await OpenAsync(app);

        IResponse asked = await device.Page.RunAndWaitForResponseAsync(
            () => device.Page.EvaluateAsync($"{target}.dispatchEvent({what})"), WatchedPage.IsStatus);

        Assert.Equal(200, asked.Status);
    }

    private async Task<Device> OpenAsync(SampleApp app)
    {
        Device device = await chromium.NewDeviceAsync(app);
        await device.Page.RouteAsync("**/live", static route => route.FulfillAsync(new() { Status = 204 }));
        await device.Page.Clock.InstallAsync();
        await device.Page.RunAndWaitForResponseAsync(() => device.SignInAsync("alice"), static response => WatchedPage.IsStatus(response) && response.Frame.Url.EndsWith("/account", StringComparison.Ordinal));
        return device;
    }
}
