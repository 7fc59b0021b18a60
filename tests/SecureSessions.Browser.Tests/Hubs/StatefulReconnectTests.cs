using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Hubs;

/// <summary>A connection with stateful reconnect goes on after the network was cut, but not after the end of its session.</summary>
[Collection(nameof(HubCollection))]
public sealed class StatefulReconnectTests(Chromium chromium, SignalRClient client)
{
    [Fact]
    public async Task Within_its_session_a_connection_that_was_cut_goes_on_and_nothing_is_lost_or_told_twice()
    {
        await using HubApp app = await HubApp.StartAsync(client);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device, stateful: true);
        string? connection = await hub.FindConnectionIdAsync();
        await app.TellAsync("before");
        await HearsAsync(hub, 1);

        // The client tries at once to go on, and not again if that is refused: the network is back before.
        app.Network.Cut();
        app.Network.Mend();
        await app.TellAsync("first");
        await app.TellAsync("second");
        Task<string> call = hub.CallAsync("Echo", "asked while cut off");

        Assert.Equal("asked while cut off", await call);
        await HearsAsync(hub, 3);
        await app.TellAsync("after");
        await HearsAsync(hub, 4);
        Assert.Equal(["before", "first", "second", "after"], await hub.HeardAsync());
        Assert.Equal(connection, await hub.FindConnectionIdAsync());
        Assert.Equal(["Connected"], await hub.SeenAsync());
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_connection_that_is_open_when_its_session_ends_does_not_go_on()
    {
        await using HubApp app = await HubApp.StartAsync(client);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device, stateful: true);

        await app.EndSessionsAsync();

        await hub.ShowsAsync("Signed out");
        Assert.Null(await hub.FindConnectionIdAsync());
        await Assert.ThrowsAsync<PlaywrightException>(() => hub.CallAsync("Who"));
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_connection_that_was_cut_off_when_its_session_ended_does_not_go_on()
    {
        await using HubApp app = await HubApp.StartAsync(client);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device, stateful: true);

        app.Network.Cut();
        await app.TellAsync("while cut off");
        await app.EndSessionsAsync();
        await app.TellAsync("too late");
        app.Network.Mend();

        await hub.ShowsAsync("Signed out");
        Assert.Empty(await hub.HeardAsync());
    }

    private static Task<TimeSpan> HearsAsync(HubPage hub, int count) =>
        Poll.UntilAsync(async () => (await hub.HeardAsync()).Length >= count, $"the page hears {count} messages");
}
