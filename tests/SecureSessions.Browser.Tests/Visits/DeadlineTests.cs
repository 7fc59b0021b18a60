using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>
/// A user comes back to a page after the deadline of the session. The page itself is left before: other tests show what it does when it
/// notices the end.
/// </summary>
[Collection(nameof(RealTimeCollection))]
public sealed class DeadlineTests(Chromium chromium)
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task A_user_who_was_away_for_too_long_is_signed_out_and_told_why()
    {
        await using SampleApp app = await SampleApp.StartOnManualClockAsync();
        await using Device device = await chromium.NewDeviceAsync(app);
        string token = await SignInAndLeaveAsync(device);

        // A request for the status is no activity.
        app.Clock!.Advance(SampleOnManualClock.IdleTimeout - OneSecond);
        Assert.True(await LivesAsync(app, token));
        app.Clock.Advance(OneSecond);

        await IsSignedOutAndToldAsync(device, "inactive for too long");
        Assert.False(await app.OpensAsync(token));
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "TO-1")]
    [Trait("Requirement", "TO-2")]
    public async Task A_user_who_is_active_all_the_time_is_signed_out_at_the_absolute_deadline_and_told_why(SampleStore store)
    {
        (string, string)[] settings = [("Sessions:IdleTimeout", "00:00:15"), ("Sessions:AbsoluteTimeout", "00:00:15")];
        await using SampleApp app = store == SampleStore.Memory
            ? await SampleApp.StartOnManualClockAsync(settings)
            : await SampleApp.StartAsync(store, settings);
        await using Device device = await chromium.NewDeviceAsync(app);
        string token = await SignInAndLeaveAsync(device);

        // Each of these requests is activity.
        await Poll.UntilAsync(
            async () =>
            {
                app.Clock?.Advance(OneSecond);
                return !await app.OpensAsync(token);
            },
            "the session ends in spite of all activity");

        await IsSignedOutAndToldAsync(device, "longest time that a session may last");
    }

    private static async Task<string> SignInAndLeaveAsync(Device device)
    {
        await device.SignInAsync("alice");
        await device.Page.GotoAsync("about:blank");
        return await device.TokenAsync();
    }

    private static async Task IsSignedOutAndToldAsync(Device device, string why)
    {
        await device.ExpectSignedOutAsync();
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(why);
    }

    private static async Task<bool> LivesAsync(SampleApp app, string token)
    {
        using HttpClient client = app.NewClient();
        client.DefaultRequestHeaders.Add("Cookie", $"{VisitSteps.CookieName}={token}");
        return (await client.GetFromJsonAsync<JsonElement>("/session/status")).GetProperty("signedIn").GetBoolean();
    }
}
