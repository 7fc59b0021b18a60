using SecureSessions.TestKit;
using StackExchange.Redis;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A connection of the app's own is used, and neither closed nor replaced.</summary>
[Collection(OwnServers.Name)]
public sealed class AppConnectionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_used_and_left_open(bool registered)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using ConnectionMultiplexer connection = await ConnectAsync(server);
        SessionHost host = registered
            ? await TrafficApp.StartAsync(static _ => { }, connection)
            : await TrafficApp.StartAsync(options => options.ConnectionMultiplexer = connection);

        await using (host)
        {
            using Browser browser = host.NewBrowser();
            await browser.GetAsync("/sign-in/ada");
            Assert.Equal("ada 0", (await browser.GetAsync("/me")).Body);
            await AssertIsAloneAsync(server);
        }

        Assert.True(connection.IsConnected);
        await connection.GetDatabase().PingAsync();
    }

    [Fact]
    public async Task It_is_kept_when_the_server_hangs()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using ConnectionMultiplexer connection = await ConnectAsync(server);
        await using SessionHost host = await TrafficApp.StartAsync(options => options.ConnectionMultiplexer = connection, timeout: TrafficApp.ShortTimeout);
        await TrafficApp.UntilServedAsync(host);

        server.Hang();
        for (int i = 0; i < 5; i++)
            await TrafficApp.CheckHealthAsync(host);
        server.Continue();
        await TrafficApp.UntilServedAsync(host);

        await AssertIsAloneAsync(server);
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(RedisServer server) => ConnectionMultiplexer.ConnectAsync($"{server.Configuration},name=app");

    private static async Task AssertIsAloneAsync(RedisServer server)
    {
        string clients = await server.ExecuteAsync("CLIENT", "LIST");
        Assert.Contains("name=app", clients, StringComparison.Ordinal);
        Assert.DoesNotContain("name=SecureSessions", clients, StringComparison.Ordinal);
    }
}
