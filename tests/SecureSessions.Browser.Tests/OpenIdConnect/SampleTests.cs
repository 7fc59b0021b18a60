using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.OpenIdConnect;

/// <summary>The sample with OpenID Connect in a real browser: to the provider and back, and out at either end.</summary>
[Collection(nameof(OpenIdConnectCollection))]
public sealed class SampleTests(Chromium chromium, OpenIdConnectApp app) : IClassFixture<OpenIdConnectApp>
{
    [Fact]
    public async Task A_user_signs_in_at_the_provider_and_a_logout_there_ends_the_session_of_the_app()
    {
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        await SignInAsync(device.Page);
        await Assertions.Expect(device.Page.GetByText("Hello ada.")).ToBeVisibleAsync();
        Assert.NotNull(await device.FindCookieAsync());

        IPage atProvider = await device.Context.NewPageAsync();
        await atProvider.GotoAsync(app.Provider.ToString());
        await PressAsync(atProvider, "Sign out everywhere");
        await ExpectNobodyAsync(atProvider);
        await device.Page.ReloadAsync();

        await ExpectNobodyAsync(device.Page);
        Assert.Null(await device.FindCookieAsync());
    }

    [Fact]
    public async Task A_logout_of_the_app_ends_the_session_at_the_provider_as_well()
    {
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        await SignInAsync(device.Page);

        await PressAsync(device.Page, "Sign out here and at the provider");

        await Assertions.Expect(device.Page).ToHaveURLAsync(app.Address.ToString());
        await ExpectNobodyAsync(device.Page);
        await device.Page.GotoAsync(app.Provider.ToString());
        await ExpectNobodyAsync(device.Page);
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/");
        await PressAsync(page, "Sign in");
        await page.GetByLabel("Your name").FillAsync("ada");
        await PressAsync(page, "Sign in");
    }

    private static Task PressAsync(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static Task ExpectNobodyAsync(IPage page) => Assertions.Expect(page.GetByText("You are not signed in.")).ToBeVisibleAsync();
}
