using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

[Collection(nameof(VisitsCollection))]
public sealed class LoginTests(Chromium chromium, SampleApps apps)
{
    [Theory]
    [EachStore]
    public async Task A_login_leads_to_the_account_and_a_logout_to_the_home_page(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);

        await device.SignInAsync("alice");
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}account");
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("alice");

        await device.SignOutAsync();
        await Assertions.Expect(device.Page).ToHaveURLAsync(app.Address.ToString());
        Assert.Empty(await device.Context.CookiesAsync());
    }

    [Theory]
    [EachStore]
    public async Task A_wrong_password_is_answered_with_a_message_and_no_cookie(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);

        await device.Page.GotoAsync("/login");
        await device.Page.GetByLabel("User name").FillAsync("alice");
        await device.Page.GetByLabel("Password").FillAsync("Wonderland");
        await device.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Assertions.Expect(device.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");
        Assert.Empty(await device.Context.CookiesAsync());
        await device.ExpectSignedOutAsync();
    }

    [Theory]
    [EachStore]
    public async Task A_login_leads_back_to_the_page_that_asked_for_it(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);

        await device.Page.GotoAsync("/account?from=a%20bookmark");
        await Assertions.Expect(device.Page).ToHaveURLAsync(new Regex("/login[?]"));
        await device.SignInAsync("alice", device.Page.Url);

        Assert.Equal($"{app.Address}account?from=a%20bookmark", device.Page.Url);
    }
}
