using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

/// <summary>The events that the app gets, and what the app can do instead.</summary>
[Collection(nameof(TimeoutCollection))]
public sealed class EventTests(Chromium chromium, SampleOnManualClock sample)
{
    private const string Listen = """
        () => {
          window.heard = [];
          for (const name of ['session-warning', 'session-extended', 'session-ended', 'session-resumed'])
            document.addEventListener(name, event => {
              window.heard.push(`${name} ${event.detail.reason ?? event.detail.canExtend ?? ''}`.trim());
              if (name === 'session-ended')
                event.preventDefault();
            });
        }
        """;

    [Fact]
    public async Task The_app_gets_events_of_warning_extension_and_end_and_may_handle_the_end_itself()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);
        await device.Page.EvaluateAsync(Listen);

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesWarningAsync();
        await page.Stay.ClickAsync();
        await page.SeesNoDialogAsync();
        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesWarningAsync();
        await device.PassAsync(SampleOnManualClock.IdleTimeout);
        await Poll.UntilAsync(
            () => device.Page.EvaluateAsync<bool>("heard.at(-1).startsWith('session-ended')"), "the end is heard of");

        Assert.Equal(
            ["session-warning true", "session-extended", "session-warning true", "session-ended IdleTimeout"],
            await device.Page.EvaluateAsync<string[]>("heard"));
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{sample.App.Address}account");
    }

    [Fact]
    public async Task The_texts_can_be_changed_by_a_module_of_the_app()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);
        await device.Page.EvaluateAsync("customElements.get('session-timeout').texts.idleTitle = 'Sind Sie noch da?'");

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesDialogAsync("Sind Sie noch da?");
    }
}
