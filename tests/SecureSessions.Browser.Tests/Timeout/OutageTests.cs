using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

/// <summary>While the status of the session is unknown, the page shows nothing of it.</summary>
[Collection(nameof(TimeoutCollection))]
public sealed class OutageTests(Chromium chromium)
{
    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_store_that_hangs_signs_nobody_out()
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Redis, SampleApp.ShortStoreTimeout);
        await using Device device = await chromium.NewDeviceAsync(app);
        device.Expect("status of 503");
        await device.SignInAsync("alice");
        WatchedPage page = new(device.Page);

        app.Redis!.Hang();
        await page.AskAsync(503);
        // The page asks again by itself, after a while.
        await device.Page.WaitForResponseAsync(static response => WatchedPage.IsStatus(response) && response.Status == 503);
        await page.SeesNoDialogAsync();

        // The page asks once more, and then not again for long, so a listener that begins later hears nothing.
        await device.Page.RunAndWaitForResponseAsync(
            () => Task.Run(app.Redis.Continue), static response => WatchedPage.IsStatus(response) && response.Status == 200);

        await page.SeesNoDialogAsync();
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}account");
    }

    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_deadline_that_passes_in_an_outage_is_shown_when_the_server_answers()
    {
        await using SampleApp app = await SampleApp.StartOnManualClockAsync(FaultyStore.Decorate);
        FaultyStore store = app.Services.GetRequiredService<FaultyStore>();
        await using Device device = await chromium.NewDeviceAsync(app);
        device.Expect("status of 503");
        WatchedPage page = await WatchedPage.SignInAsync(device);

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesWarningAsync();
        store.Fail(StoreFault.Hangs);
        store.ForgetCalls();
        await page.Stay.ClickAsync();
        await Poll.UntilAsync(() => store.Calls.Count > 0, "the store is asked for more time");
        app.Clock!.Advance(SecureSessionDefaults.StoreTimeout);
        await Assertions.Expect(page.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("That did not work");

        await device.PassAsync(SampleOnManualClock.IdleTimeout - SampleOnManualClock.UntilWarned);
        await Assertions.Expect(page.Count).ToHaveTextAsync("one moment");
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}account");
        store.Heal();
        await device.PassAsync(TimeSpan.FromMinutes(1));

        await page.IsSentAwayAsync("for too long");
    }
}
