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
    public async Task A_form_that_was_opened_before_the_sign_in_is_refused_after_it()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        device.Expect("status of 400");

        // The refusal is blank: it names no icon, and the browser looks for one.
        device.Expect("favicon.ico");
        IPage other = await device.Context.NewPageAsync();
        await other.GotoAsync("/login");
        await device.SignInAsync("alice");

        IResponse answer = await other.RunAndWaitForResponseAsync(
            () => other.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).ClickAsync(),
            static response => response.Request.Method == "POST");

        Assert.Equal(400, answer.Status);
    }
}
