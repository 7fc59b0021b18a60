using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>A page loses the network, and connects again with its circuit.</summary>
[Collection(nameof(BlazorCollection))]
public sealed class ReconnectTests(Chromium chromium)
{
    [Fact]
    public async Task A_page_that_was_cut_off_goes_on_if_its_session_does()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await NewDeviceAsync(app);
        Cable cable = await Cable.LayAsync(device.Page);
        SalaryPage salary = await SalaryPage.SignInAsync(device);

        await cable.CutAsync();
        await salary.NoticesCutAsync();
        cable.Mend();

        await salary.UntilPushedAsync();
        await salary.ShowsSalaryAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_page_that_was_cut_off_when_its_session_ended_is_loaded_anew_as_nobody()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await NewDeviceAsync(app);
        Cable cable = await Cable.LayAsync(device.Page);
        SalaryPage salary = await SalaryPage.SignInAsync(device);

        await cable.CutAsync();
        await salary.NoticesCutAsync();
        await app.Sessions.EndAllAsync("alice");
        cable.Mend();

        await salary.IsGoneAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_page_that_was_cut_off_is_loaded_anew_as_the_user_who_signed_in_meanwhile()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await NewDeviceAsync(app);
        Cable cable = await Cable.LayAsync(device.Page);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        IPage other = await device.Context.NewPageAsync();

        await cable.CutAsync();
        await salary.NoticesCutAsync();
        await Device.SignInAsync(other, "admin");
        cable.Mend();

        await Assertions.Expect(salary.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("admin");
        await salary.ShowsNoSalaryAsync();
    }

    private async Task<Device> NewDeviceAsync(BlazorApp app)
    {
        Device device = await chromium.NewDeviceAsync(app.Address);
        device.Expect("net::ERR_FAILED");
        // What Blazor itself says of the network, and what it sends into a socket that is being cut.
        device.Expect("_framework/blazor.web");
        device.Expect("WebSocket is already in CLOSING or CLOSED state");
        return device;
    }
}
