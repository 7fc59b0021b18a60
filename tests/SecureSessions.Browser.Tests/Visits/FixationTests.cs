using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>
/// Session fixation: an attacker puts a cookie into a user's browser, waits until the user signs in, and uses the cookie.
/// </summary>
[Collection(nameof(VisitsCollection))]
public sealed class FixationTests(Chromium chromium, SampleApps apps)
{
    private static readonly string Invented = new('A', 64);

    [Theory]
    [EachStore]
    [Trait("Requirement", "ID-3")]
    public async Task An_invented_cookie_is_worth_nothing_before_a_login_and_nothing_after_it(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.PlantAsync(app, Invented);
        await device.ExpectSignedOutAsync();

        await device.SignInAsync("alice");

        Assert.NotEqual(Invented, await device.TokenAsync());
        Assert.False(await app.OpensAsync(Invented));
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "RG-1")]
    public async Task A_user_who_signs_in_with_the_cookie_of_the_attackers_session_gets_another_session(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device attacker = await chromium.NewDeviceAsync(app);
        await attacker.SignInAsync("admin");
        string planted = await attacker.TokenAsync();
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.PlantAsync(app, planted);
        await device.ExpectSignedInAsync(app, "admin");

        await device.SignInAsync("alice");

        Assert.NotEqual(planted[..21], (await device.TokenAsync())[..21]);
        await device.ExpectSignedInAsync(app, "alice");
        Assert.False(await app.OpensAsync(planted));
        await attacker.ExpectSignedOutAsync();
    }
}
