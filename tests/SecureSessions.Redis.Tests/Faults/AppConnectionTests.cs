using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using StackExchange.Redis;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A connection of the app's own is used, and never closed.</summary>
[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class AppConnectionTests
{
    // By so much a timer may be early.
    private static readonly TimeSpan TimerTick = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_of_the_app_is_used_and_left_open(bool registered)
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
    public async Task A_connection_of_the_app_is_kept_when_the_server_hangs()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using ConnectionMultiplexer connection = await ConnectAsync(server);
        await using SessionHost host = await TrafficApp.StartAsync(
            options => options.ConnectionMultiplexer = connection, timeout: TrafficApp.ShortTimeout);
        await TrafficApp.UntilServedAsync(host);

        server.Hang();
        for (int i = 0; i < 5; i++)
            await TrafficApp.CheckHealthAsync(host);
        server.Continue();
        await TrafficApp.UntilServedAsync(host);

        await AssertIsAloneAsync(server);
    }

    [Fact]
    public async Task While_the_server_is_away_calls_fail_at_once_although_the_connection_would_queue_them()
    {
        const int Calls = 100;
        await using RedisServer server = await RedisServer.StartAsync();
        using ConnectionMultiplexer connection = await ConnectAsync(server);
        using RedisPorts ports = await OpenAsync(connection);
        await server.KillAsync();
        await Poll.UntilAsync(() => !connection.IsConnected, "the connection is known to be lost");

        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
            await Assert.ThrowsAsync<SecureSessionStoreException>(() => PeekAsync(ports));

        Assert.InRange(Stopwatch.GetElapsedTime(start) / Calls, TimeSpan.Zero, TrafficApp.ShortTimeout / 20);
    }

    [Fact]
    public async Task A_call_ends_when_the_store_says_although_the_connection_would_wait_longer()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync($"{server.Configuration},asyncTimeout=60000");
        using RedisPorts ports = await OpenAsync(connection);

        long start = Stopwatch.GetTimestamp();
        server.Hang();
        await Assert.ThrowsAsync<SecureSessionStoreException>(() => PeekAsync(ports));

        Assert.InRange(Stopwatch.GetElapsedTime(start), TrafficApp.ShortTimeout - TimerTick, TrafficApp.ShortTimeout + Patience.Slack);
        server.Continue();
    }

    // By itself the library waits four times as long.
    [Fact]
    public async Task One_that_was_opened_for_sessions_is_closed_after_one_timeout_when_its_other_end_vanished()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using var relay = new TcpRelay(server.Port);
        var configuration = ConfigurationOptions.Parse($"{relay.Configuration},asyncTimeout={TrafficApp.ShortTimeout.TotalMilliseconds}");
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(configuration.ForSecureSessions());
        using RedisPorts ports = await OpenAsync(connection);

        long start = Stopwatch.GetTimestamp();
        relay.Vanish();
        await Assert.ThrowsAsync<SecureSessionStoreException>(() => PeekAsync(ports));
        await ports.WaitUntilServedAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(start), TrafficApp.ShortTimeout - TimerTick, TrafficApp.ShortTimeout + Patience.Slack);
    }

    private static Task<RedisPorts> OpenAsync(IConnectionMultiplexer connection) => RedisPorts.OpenAsync(
        "", configure: options =>
            (options.Configuration, options.ConnectionMultiplexer, options.OperationTimeout) = (null, connection, TrafficApp.ShortTimeout));

    private static Task<SessionSummary?> PeekAsync(RedisPorts ports) =>
        ports.Store.PeekAsync(RandomValues.Id(), CancellationToken.None).AsTask();

    private static Task<ConnectionMultiplexer> ConnectAsync(RedisServer server) =>
        ConnectionMultiplexer.ConnectAsync($"{server.Configuration},name=app");

    private static async Task AssertIsAloneAsync(RedisServer server)
    {
        string clients = await server.ExecuteAsync("CLIENT", "LIST");
        Assert.Contains("name=app", clients, StringComparison.Ordinal);
        Assert.DoesNotContain("name=SecureSessions", clients, StringComparison.Ordinal);
    }
}
