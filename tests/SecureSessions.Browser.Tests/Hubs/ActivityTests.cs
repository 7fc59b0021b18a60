using Microsoft.AspNetCore.Http.Connections;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Hubs;

/// <summary>What of a hub's traffic counts as activity of its user.</summary>
[Collection(nameof(HubCollection))]
public sealed class ActivityTests(Chromium chromium, SignalRClient client)
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    public static TheoryData<HttpTransportType> Transports => [.. HubClient.Transports];

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Requirement", "TO-7")]
    public async Task A_page_that_only_calls_its_hub_is_signed_out_at_the_idle_deadline(HttpTransportType transport)
    {
        await using HubApp app = await HubApp.StartAsync(client);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device, transport);
        DateTimeOffset deadline = (await app.FindSessionAsync()).ExpiresAt;

        app.Clock.Advance(SecureSessionDefaults.IdleTimeout - OneMinute);
        Assert.Equal("hello", await hub.CallAsync("Echo", "hello"));
        Assert.Equal("hello", await hub.CallAsync("Echo", "hello"));
        Assert.Equal(deadline, (await app.FindSessionAsync()).ExpiresAt);
        app.Clock.Advance(OneMinute);

        await hub.ShowsAsync("Signed out");
    }

    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task Where_the_app_says_that_calls_are_activity_they_keep_the_user_signed_in()
    {
        await using HubApp app = await HubApp.StartAsync(client, static hubs => hubs.HubCallsAreActivity = true);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device);

        for (int i = 0; i < 3; i++)
        {
            app.Clock.Advance(SecureSessionDefaults.IdleTimeout - OneMinute);
            Assert.Equal("hello", await hub.CallAsync("Echo", "hello"));
            await Poll.UntilAsync(
                async () => (await app.FindSessionAsync()).ExpiresAt == app.Clock.GetUtcNow() + SecureSessionDefaults.IdleTimeout,
                "the call has moved the idle deadline");
        }

        Assert.Equal(["Connected"], await hub.SeenAsync());
    }
}
