using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Hubs;

/// <summary>A page connects again by itself, with the cookie that another tab was given.</summary>
[Collection(nameof(HubCollection))]
public sealed class ReconnectTests(Chromium chromium, SignalRClient client)
{
    [Fact]
    [Trait("Requirement", "TM-9")]
    [Trait("Requirement", "RG-1")]
    public async Task After_a_regeneration_in_another_tab_the_page_connects_again_with_the_new_cookie()
    {
        await using HubApp app = await HubApp.StartAsync(client);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device);
        (string? connection, string cookie) = (await hub.FindConnectionIdAsync(), await CookieOfAsync(device));

        await VisitAsync(device, "/regenerate");

        await hub.ConnectsAgainAsync();
        Assert.Equal("alice", await hub.CallAsync("Who"));
        Assert.NotEqual(connection, await hub.FindConnectionIdAsync());
        Assert.NotEqual(cookie, await CookieOfAsync(device));
        Assert.Equal(["Connected", "onreconnecting(undefined)", "Connecting again", "Connected"], await hub.SeenAsync());
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task After_a_sign_in_of_another_user_in_another_tab_the_connection_is_that_users()
    {
        await using HubApp app = await HubApp.StartAsync(client);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device);

        await VisitAsync(device, "/sign-in/bob");

        await hub.ConnectsAgainAsync();
        Assert.Equal("bob", await hub.CallAsync("Who"));
    }

    [Fact]
    [Trait("Requirement", "TO-5")]
    public async Task Renewals_in_another_tab_close_nothing_and_a_page_that_lost_the_network_comes_back_with_the_new_cookie()
    {
        await using HubApp app = await HubApp.StartAsync(client);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device);
        (string? connection, string cookie) = (await hub.FindConnectionIdAsync(), await CookieOfAsync(device));

        // After two renewals the secret that the connection was opened with is good for nothing.
        for (int i = 0; i < 2; i++)
        {
            app.Clock.Advance(SecureSessionDefaults.RenewalInterval);
            await VisitAsync(device, "/who");
            await VisitAsync(device, "/who");
        }

        Assert.NotEqual(cookie, await CookieOfAsync(device));
        Assert.Equal("alice", await hub.CallAsync("Who"));
        Assert.Equal(connection, await hub.FindConnectionIdAsync());

        app.Network.Cut();
        await hub.ShowsAsync("Connecting again");
        app.Network.Mend();

        await hub.ConnectsAgainAsync();
        Assert.Equal("alice", await hub.CallAsync("Who"));
        Assert.NotEqual(connection, await hub.FindConnectionIdAsync());
    }

    [Fact]
    public async Task A_page_that_does_not_get_through_though_its_session_lives_does_not_say_that_it_is_signed_out()
    {
        await using HubApp app = await HubApp.StartAsync(client);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device);
        await hub.Page.RouteAsync("**/hub/negotiate**", static route => route.AbortAsync());

        app.Network.Cut();
        app.Network.Mend();

        await hub.ShowsAsync("Not connected");
    }

    private static async Task VisitAsync(Device device, string path)
    {
        IPage other = await device.Context.NewPageAsync();
        await other.GotoAsync(path);
        await other.CloseAsync();
    }

    private static async Task<string> CookieOfAsync(Device device) => (await device.FindCookieAsync())!.Value;
}
