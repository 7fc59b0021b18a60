using Microsoft.Playwright;
using OtpNet;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Pages;

/// <summary>The second factor, as a user meets it.</summary>
[Collection(nameof(PagesCollection))]
public sealed class PaymentTests(Chromium chromium)
{
    [Fact]
    [Trait("Requirement", "SU-3")]
    [Trait("Requirement", "SU-6")]
    public async Task A_payment_asks_for_a_code_that_counts_for_five_minutes_and_is_accepted_once()
    {
        await using SampleApp app = await SampleApp.StartOnManualClockAsync();
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("alice");

        // The app is added on the way.
        await device.ListenAsync(() => device.OpenAsync("Payments"));
        await device.ExpectHeading("Second factor").ToBeVisibleAsync();
        Assert.Empty(await Axe.FindViolationsAsync(device.Page));
        var authenticator = new Totp(Base32Encoding.ToBytes(await device.Page.Locator("#key").InnerTextAsync()));
        string Code() => authenticator.ComputeTotp(app.Clock!.GetUtcNow().UtcDateTime);
        await device.ListenAsync(() => EnterAsync(device, Code(), "Add the app"));
        await device.ExpectHeading("Payments").ToBeVisibleAsync();
        await Assertions.Expect(device.Page.Locator("#level")).ToHaveTextAsync("aal2");
        Assert.Empty(await Axe.FindViolationsAsync(device.Page));

        await device.PassAsync(TimeSpan.FromSeconds(301));
        await device.ListenAsync(() => device.OpenAsync("Payments"));
        await device.ExpectHeading("Confirm that it is you").ToBeVisibleAsync();
        Assert.Empty(await Axe.FindViolationsAsync(device.Page));
        await device.ListenAsync(() => EnterAsync(device, "000000", "Confirm"));
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("That code is wrong");
        string used = Code();
        await device.ListenAsync(() => EnterAsync(device, used, "Confirm"));
        await device.ExpectHeading("Payments").ToBeVisibleAsync();
        await device.Page.GetByLabel("Amount").FillAsync("7");
        await device.PressAsync("Pay");
        await device.ExpectNotice().ToHaveTextAsync("Paid 7.");

        await using Device other = await chromium.NewDeviceAsync(app);
        await other.SignInAsync("alice");
        await other.ListenAsync(() => other.OpenAsync("Payments"));
        await other.ListenAsync(() => EnterAsync(other, used, "Confirm"));
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("was used before");
    }

    private static async Task EnterAsync(Device device, string code, string button)
    {
        await device.Page.GetByLabel("Code").FillAsync(code);
        await device.PressAsync(button);
    }
}
