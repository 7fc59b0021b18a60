using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>Forms of pages that are rendered on the server, with tokens that are bound to the session.</summary>
[Collection(nameof(BlazorCollection))]
public sealed class FormTests(Chromium chromium)
{
    [Fact]
    public async Task Forms_work_before_and_after_a_sign_in_and_after_a_sign_out()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);

        foreach (string user in (string[])["alice", "admin"])
        {
            await device.SignInAsync(user);
            await Assertions.Expect(device.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync(user);
            await SalaryPage.SignOutButtonOf(device.Page).ClickAsync();
            await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}");
            Assert.Null(await device.FindCookieAsync());
        }
    }

    [Fact]
    public async Task A_form_that_was_opened_before_the_sign_in_is_refused_after_it_with_a_page_that_says_why()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        device.Expect("status of 400");
        IPage other = await device.Context.NewPageAsync();
        await other.GotoAsync("/login");
        await device.SignInAsync("alice");

        IResponse answer = await other.RunAndWaitForResponseAsync(
            () => other.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).ClickAsync(),
            static response => response.Request.Method == "POST");

        Assert.Equal(400, answer.Status);
        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "That could not be sent" })).ToBeVisibleAsync();
        await Assertions.Expect(other.GetByRole(AriaRole.Banner)).ToContainTextAsync("alice");
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/status/400")]
    public async Task An_address_without_a_page_is_answered_404_with_a_page_that_says_so(string address)
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        device.Expect("status of 404");

        IResponse? answer = await device.Page.GotoAsync(address);

        Assert.Equal(404, answer!.Status);
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no such page" })).ToBeVisibleAsync();
    }
}
