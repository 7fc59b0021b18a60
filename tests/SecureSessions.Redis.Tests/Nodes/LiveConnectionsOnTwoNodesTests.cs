using Microsoft.AspNetCore.Http.Connections;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Nodes;

/// <summary>Two processes with a hub: what is open on one closes when its session ends, or changes its privileges, on the other.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class LiveConnectionsOnTwoNodesTests : IAsyncLifetime
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    private readonly TwoNodes _nodes = new(["--Sessions:IdleTimeout", $"{Idle}"], AppNode.LiveApp);

    public Task InitializeAsync() => _nodes.InitializeAsync();

    public Task DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_connection_on_A_closes_at_once_after_its_sessions_end_on_B()
    {
        foreach (HttpTransportType transport in Enumerable.Repeat(HubClient.Transports, 5).SelectMany(static all => all))
        {
            using Browser onB = await SignInOnBAsync();
            await using HubClient connection = await HubClient.ConnectAsync(_nodes.A.Address, onB, transport);

            await onB.GetAsync("/sign-out");

            Assert.InRange(await connection.WaitUntilClosedAsync(), TimeSpan.Zero, Patience.Slack);
        }
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    [Trait("Requirement", "RG-1")]
    public async Task A_connection_on_A_closes_at_once_after_a_regeneration_on_B_and_the_new_cookie_stays_connected()
    {
        foreach (HttpTransportType transport in HubClient.Transports)
        {
            using Browser onB = await SignInOnBAsync();
            await using HubClient copied = await HubClient.ConnectAsync(_nodes.A.Address, onB, transport);

            await onB.GetAsync("/regenerate");
            Assert.InRange(await copied.WaitUntilClosedAsync(), TimeSpan.Zero, Patience.Slack);

            await using HubClient connection = await HubClient.ConnectAsync(_nodes.A.Address, onB, transport);
            Assert.Equal("open", await connection.CallAsync("Echo", "open"));
            Assert.False(connection.Closed.IsCompleted);
        }
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task What_a_user_does_on_B_keeps_it_open_and_after_the_idle_deadline_it_is_closed()
    {
        using Browser onB = await SignInOnBAsync();
        await using HubClient connection = await HubClient.ConnectAsync(_nodes.A.Address, onB);
        await Task.Delay(Idle * 0.5);
        Assert.Equal("ada", (await onB.GetAsync("/")).Body);

        await Task.Delay(Idle * 0.6);
        Assert.Equal("open", await connection.CallAsync("Echo", "open"));

        Assert.InRange(await connection.WaitUntilClosedAsync(), TimeSpan.Zero, (Idle * 0.4) + Patience.Slack);
    }

    private async Task<Browser> SignInOnBAsync()
    {
        Browser onB = _nodes.B.NewBrowser();
        await onB.GetAsync("/sign-in/ada");
        return onB;
    }
}
