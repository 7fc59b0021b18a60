using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Pages;

[Collection(nameof(Chromium))]
public sealed class LoginTests(Chromium chromium)
{
    [Theory]
    [InlineData(SampleStore.Memory)]
    [InlineData(SampleStore.Redis)]
    public async Task Who_signs_in_gets_to_the_account_and_whoever_signs_out_to_the_home_page(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);

        await device.SignInAsync("alice");
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}account");
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("alice");

        await device.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(device.Page).ToHaveURLAsync(app.Address.ToString());
        Assert.Null(await device.FindCookieAsync());
    }
}
