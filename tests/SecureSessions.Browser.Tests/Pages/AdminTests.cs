using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Pages;

[Collection(nameof(PagesCollection))]
public sealed class AdminTests(Chromium chromium)
{
    [Theory]
    [EachStore]
    [Trait("Requirement", "RG-1")]
    public async Task A_new_role_takes_effect_without_a_new_login(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store);
        await using Device admin = await chromium.NewDeviceAsync(app);
        await using Device alice = await chromium.NewDeviceAsync(app);
        alice.Expect("status of 403");
        await alice.SignInAsync("alice");
        string id = await alice.ReadSessionIdAsync();
        await alice.Page.GotoAsync("/admin");
        await alice.ExpectHeading("Not allowed").ToBeVisibleAsync();

        await admin.SignInAsync("admin");
        await admin.OpenAsync("Admin");
        await admin.Page.GetByLabel("Role of alice").SelectOptionAsync("admin");
        await admin.PressAsync("Change role");
        await admin.ExpectNotice().ToContainTextAsync("alice is admin now.");

        await alice.Page.GotoAsync("/admin");
        await alice.ExpectHeading("Admin").ToBeVisibleAsync();
        Assert.Equal(id, await alice.ReadSessionIdAsync());
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "TM-5")]
    public async Task An_administrator_ends_all_sessions_of_a_user_and_the_user_sees_who_did_it(SampleStore store)
    {
        await using SampleApp app = await SampleApp.StartAsync(store);
        await using Device admin = await chromium.NewDeviceAsync(app);
        await using Device desk = await chromium.NewDeviceAsync(app);
        await using Device phone = await chromium.NewDeviceAsync(app, new() { UserAgent = PageSteps.Phone });
        await desk.SignInAsync("alice");
        await phone.SignInAsync("alice");

        await admin.SignInAsync("admin");
        await admin.OpenAsync("Admin");
        await admin.PressAsync("End all sessions of alice");
        await admin.ExpectNotice().ToHaveTextAsync("2 sessions of alice are ended.");

        await phone.ExpectSentAwayAsync("or by an administrator");
        await desk.ExpectSentAwayAsync("or by an administrator");
        await desk.SignInAsync("alice");
        await desk.OpenAsync("Security");
        ILocator ended = desk.Page.Locator("#events").GetByRole(AriaRole.Row).Filter(new() { HasText = "Ended from elsewhere" });
        await Assertions.Expect(ended).ToHaveCountAsync(2);
        await Assertions.Expect(ended.First).ToContainTextAsync("admin");
    }
}
