using System.Net.Sockets;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class OwnServerTests
{
    [Fact]
    public async Task A_durable_server_loses_nothing_when_it_is_killed()
    {
        await using RedisServer server = await RedisServer.StartAsync(new RedisServerSettings { Durable = true });
        await server.ExecuteAsync("SET", "kept", "yes");

        await server.KillAsync();
        Assert.False(server.IsServing);
        await Assert.ThrowsAsync<SocketException>(() => server.ExecuteAsync("PING"));
        await server.RestartAsync();

        Assert.True(server.IsServing);
        Assert.Equal("yes", await server.ExecuteAsync("GET", "kept"));
    }

    [Fact]
    public async Task A_server_that_is_not_durable_is_empty_after_a_restart()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await server.ExecuteAsync("SET", "kept", "no");

        await server.RestartAsync();

        Assert.Equal(0, await server.DbSizeAsync());
    }

    [Fact]
    public async Task A_server_that_hangs_answers_when_it_goes_on()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        server.Hang();

        Task<string> answer = server.ExecuteAsync("PING");
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(TimeSpan.FromMilliseconds(200)));
        Assert.False(server.IsServing);
        server.Continue();

        Assert.Equal("PONG", await answer);
    }

    [Fact]
    public async Task A_server_that_hangs_ends_with_its_test()
    {
        RedisServer server = await RedisServer.StartAsync();
        server.Hang();

        await server.DisposeAsync();

        await Assert.ThrowsAsync<SocketException>(() => server.ExecuteAsync("PING"));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using RedisServer server = await RedisServer.StartAsync(new RedisServerSettings { Password = "right" });
        Assert.Equal("PONG", await server.ExecuteAsync("PING"));

        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RespConnection.OpenAsync(server.Port, "wrong", CancellationToken.None));

        Assert.Contains("WRONGPASS", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_start_says_why()
    {
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RedisServer.StartAsync("--maxmemory", "much"));

        Assert.Contains("argument must be a memory value", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_port_is_taken_takes_another()
    {
        await using RedisServer first = await RedisServer.StartAsync();
        var ports = new Queue<int>([first.Port, LoopbackPorts.Next()]);

        await using RedisServer second = await RedisServer.StartAsync(new RedisServerSettings(), ports.Dequeue);

        Assert.Empty(ports);
        Assert.NotEqual(first.Port, second.Port);
        Assert.Equal("PONG", await second.ExecuteAsync("PING"));
    }
}
