using SecureSessions.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SecureSessions.Redis.Tests;

[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class ServerFaultTests(ITestOutputHelper output)
{
    private static readonly RedisServerSettings Durable = new() { Durable = true };

    [Fact]
    public async Task A_server_that_is_killed_and_restarted_loses_nothing()
    {
        await using RedisServer server = await RedisServer.StartAsync(Durable);
        await using Traffic traffic = await Traffic.StartAsync(server.Configuration, output);

        await server.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await server.RestartAsync();
        await traffic.UntilServedAsync();

        await traffic.EndAsync();
    }

    [Fact]
    public async Task A_server_that_hangs_holds_nobody_up_for_long()
    {
        await using RedisServer server = await RedisServer.StartAsync(Durable);
        await using Traffic traffic = await Traffic.StartAsync(server.Configuration, output);

        server.Hang();
        await Task.Delay(TimeSpan.FromSeconds(10));
        server.Continue();
        await traffic.UntilServedAsync();

        await traffic.EndAsync();
    }

    [Fact]
    public async Task Scripts_that_are_forgotten_again_and_again_fail_no_request()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using Traffic traffic = await Traffic.StartAsync(server.Configuration, output, Patience.StoreTimeout);

        for (int i = 0; i < 150; i++)
        {
            await server.FlushScriptsAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        await traffic.EndAsync();
        Assert.Equal(0, traffic.Refused);
    }

    [Fact]
    public async Task A_full_server_refuses_what_it_cannot_store_and_works_again_when_there_is_room()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using Traffic traffic = await Traffic.StartAsync(server.Configuration, output);

        await server.ExecuteAsync("CONFIG", "SET", "maxmemory", "1mb");
        await traffic.UntilRefusedAsync();
        await server.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await traffic.UntilServedAsync();

        await traffic.EndAsync();
    }
}
