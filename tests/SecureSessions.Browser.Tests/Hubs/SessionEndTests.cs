using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Hubs;

/// <summary>A connection of the client in JavaScript ends with its session, and the page can say so.</summary>
[Collection(nameof(HubCollection))]
public sealed class SessionEndTests(Chromium chromium, SignalRClient client)
{
    public static TheoryData<HttpTransportType> Transports => [.. HubClient.Transports];

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Requirement", "TM-9")]
    public async Task A_page_whose_session_is_ended_from_elsewhere_tries_again_is_refused_and_shows_that_it_is_signed_out(
        HttpTransportType transport)
    {
        await using HubApp app = await HubApp.StartAsync(client);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device, transport);
        Assert.Equal($"{transport}Transport".Replace("Sockets", "Socket", StringComparison.Ordinal), await hub.FindTransportAsync());
        Assert.Equal("alice", await hub.CallAsync("Who"));
        List<int> answers = RecordNegotiations(hub.Page);

        await app.EndSessionsAsync();

        await hub.ShowsAsync("Signed out");
        string[] seen = await hub.SeenAsync();
        Assert.Equal(["Connected", "Connecting again", "onclose(undefined)", "Signed out"], seen.Where((_, index) => index != 1));

        // Over long polling the refusal of the next poll may come before the news that the connection was closed.
        Assert.Matches(@"^onreconnecting\((undefined|Error: Unauthorized: Status code '401')\)$", seen[1]);
        Assert.Equal([401, 401, 401], answers);
        Assert.Null(await hub.FindConnectionIdAsync());
        await Assert.ThrowsAsync<PlaywrightException>(() => hub.CallAsync("Who"));
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_sign_out_in_one_tab_ends_the_connection_of_another()
    {
        await using HubApp app = await HubApp.StartAsync(client);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        HubPage hub = await HubPage.SignInAsync(device);
        IPage other = await device.Context.NewPageAsync();

        await other.GotoAsync("/sign-out");

        await hub.ShowsAsync("Signed out");
        Assert.Contains("Status code '401'", await hub.StartAgainAsync(), StringComparison.Ordinal);
    }

    // The answers to the requests by which the client begins a connection.
    private static List<int> RecordNegotiations(IPage page)
    {
        List<int> answers = [];
        page.Response += (_, response) =>
        {
            if (response.Url.Contains("/hub/negotiate", StringComparison.Ordinal))
                answers.Add(response.Status);
        };
        return answers;
    }
}
