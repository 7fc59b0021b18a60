using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>A thief uses a copy of a cookie later.</summary>
[Collection(nameof(VisitsCollection))]
public sealed class ReplayTests(Chromium chromium, SampleApps apps)
{
    [Theory]
    [EachStore]
    [Trait("Requirement", "TM-1")]
    public async Task A_copy_is_worth_nothing_after_the_logout(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("alice");
        string token = await device.TokenAsync();
        Assert.True(await app.OpensAsync(token));

        await device.SignOutAsync();

        await IsWorthNothingAsync(app, token);
        await device.PlantAsync(app, token);
        await device.ExpectSignedOutAsync();
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "RG-1")]
    public async Task A_copy_is_worth_nothing_after_the_next_login(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("alice");
        string first = await device.TokenAsync();

        await device.SignInAsync("alice");

        Assert.NotEqual(first, await device.TokenAsync());
        await IsWorthNothingAsync(app, first);
        await device.ExpectSignedInAsync(app, "alice");
    }

    private async Task IsWorthNothingAsync(SampleApp app, string token)
    {
        Assert.False(await app.OpensAsync(token));
        await using Device thief = await chromium.NewDeviceAsync(app);
        await thief.PlantAsync(app, token);
        await thief.ExpectSignedOutAsync();
    }
}
