using SecureSessions.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SecureSessions.Redis.Tests;

[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class VanishedPeerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_connection_whose_other_end_vanished_is_closed_and_opened_anew()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using var relay = new TcpRelay(server.Port);
        await using Traffic traffic = await Traffic.StartAsync(relay.Configuration, output);

        relay.Vanish();
        await traffic.UntilRefusedAsync();
        await traffic.UntilServedAsync();

        await traffic.EndAsync();
    }
}
