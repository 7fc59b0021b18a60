using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>Redis is lost and comes back while a user clicks.</summary>
[Collection(nameof(VisitsCollection))]
public sealed class OutageTests(Chromium chromium)
{
    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task The_page_of_an_outage_tries_again_by_itself_and_goes_on_where_the_person_was()
    {
        await using SampleApp app = await SampleApp.StartAsync(
            SampleStore.Redis, ("Sessions:RetryAfter", "00:00:01"), SampleApp.ShortStoreTimeout);
        await using Device device = await SignInAsync(app);
        string token = await device.TokenAsync();
        await app.Redis!.KillAsync();

        IResponse? answer = await device.Page.GotoAsync("/account");

        Assert.Equal((503, "1"), (answer!.Status, await answer.HeaderValueAsync("Retry-After")));
        await Assertions.Expect(Notice(device)).ToContainTextAsync("tries again by itself");
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Nobody has been signed out");

        await app.Redis.RestartAsync();

        await Assertions.Expect(device.Page.GetByRole(AriaRole.Heading, new() { Name = "Account" })).ToBeVisibleAsync();
        Assert.Equal(token, await device.TokenAsync());
        await device.ExpectSignedInAsync(app, "alice");
    }

    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_form_that_is_sent_in_an_outage_is_not_reported_as_done()
    {
        await using SampleApp app = await SampleApp.StartAsync(
            SampleStore.Redis, ("Sessions:RetryAfter", "00:00:01"), SampleApp.ShortStoreTimeout);
        await using Device device = await SignInAsync(app);
        await app.Redis!.KillAsync();

        IResponse answer = await device.Page.RunAndWaitForResponseAsync(
            () =>
                device.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync(), static response =>
                    response.Request.Method == "POST");

        Assert.Equal(503, answer.Status);
        await Assertions.Expect(Notice(device)).ToContainTextAsync("What you sent has not been confirmed");
        await Assertions.Expect(device.Page.Locator("[data-retry-after]")).ToHaveCountAsync(0);
        Assert.NotNull(await device.FindCookieAsync());

        await app.Redis.RestartAsync();
        await device.Page.GetByRole(AriaRole.Link, new() { Name = "home page" }).ClickAsync();

        await Assertions.Expect(device.SignOutButton()).ToBeVisibleAsync();
        await device.SignOutAsync();
        Assert.Null(await device.FindCookieAsync());
    }

    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_login_in_an_outage_signs_nobody_in_and_works_afterwards()
    {
        await using SampleApp app = await SampleApp.StartAsync(
            SampleStore.Redis, ("Sessions:RetryAfter", "00:00:01"), SampleApp.ShortStoreTimeout);
        await using Device device = await chromium.NewDeviceAsync(app);
        device.Expect("status of 503");
        await device.SignInAsync("alice");
        await device.SignOutAsync();
        await device.Page.GotoAsync("/login");
        await app.Redis!.KillAsync();

        await device.Page.GetByLabel("User name").FillAsync("alice");
        await device.Page.GetByLabel("Password").FillAsync("Wonderland-7-teapots");
        await device.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Assertions.Expect(Notice(device)).ToContainTextAsync("What you sent has not been confirmed");
        Assert.Empty(await device.Context.CookiesAsync());

        await app.Redis.RestartAsync();
        await app.UntilServedAsync();
        await device.SignInAsync("alice");
        await device.ExpectSignedInAsync(app, "alice");
    }

    private async Task<Device> SignInAsync(SampleApp app)
    {
        Device device = await chromium.NewDeviceAsync(app);
        device.Expect("status of 503");
        await device.SignInAsync("alice");
        return device;
    }

    private static ILocator Notice(Device device) => device.Page.GetByRole(AriaRole.Status);
}
