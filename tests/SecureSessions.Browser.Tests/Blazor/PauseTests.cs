using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>Blazor pauses a circuit: it closes it, keeps its state, and opens another one with that state later.</summary>
[Collection(nameof(BlazorCollection))]
public sealed class PauseTests(Chromium chromium)
{
    [Fact]
    public async Task A_circuit_that_was_paused_is_resumed_if_its_session_lives()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        await salary.MarkAsync();

        await salary.PauseAsync();
        await salary.ResumeAsync();

        await salary.ShowAsync();
        Assert.True(await salary.IsMarkedAsync());
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_circuit_that_was_resumed_ends_with_its_session()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        await salary.PauseAsync();
        await salary.ResumeAsync();
        await salary.ShowAsync();

        await app.Sessions.EndAllAsync("alice");

        await salary.IsGoneAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_circuit_that_was_paused_when_its_session_ended_is_not_resumed_and_the_page_is_loaded_anew()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);

        await salary.PauseAsync();
        await app.Sessions.EndAllAsync("alice");
        await salary.ResumeAsync();

        await salary.IsGoneAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_circuit_that_was_paused_is_not_resumed_by_the_user_who_signed_in_meanwhile()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        IPage other = await device.Context.NewPageAsync();

        await salary.PauseAsync();
        await Device.SignInAsync(other, "admin");
        await salary.ResumeAsync();

        await Assertions.Expect(salary.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("admin");
        await salary.ShowsNoSalaryAsync();
    }
}
