using System.Net;
using StackExchange.Redis;
using Xunit;

namespace SecureSessions.Redis.Tests.Options;

/// <summary>How the store connects, as the client library is told it.</summary>
public sealed class RedisSettingsTests
{
    [Fact]
    public void The_library_gives_a_call_up_when_the_store_does()
    {
        ConfigurationOptions connection = Read("localhost", static options => options.OperationTimeout = TimeSpan.FromMilliseconds(1500));

        Assert.Equal((1500, 750), (connection.AsyncTimeout, connection.ConnectTimeout));
        Assert.False(connection.AbortOnConnectFail);
    }

    [Fact]
    public void What_the_app_says_wins_except_that_it_starts_without_Redis()
    {
        ConfigurationOptions connection = Read(
            "localhost,asyncTimeout=300,name=shop,abortConnect=true", static options =>
                options.ConfigureConnection = static connection => connection.HeartbeatInterval = TimeSpan.FromSeconds(2));

        Assert.Equal(
            (300, "shop", TimeSpan.FromSeconds(2), false),
            (connection.AsyncTimeout, connection.ClientName, connection.HeartbeatInterval, connection.AbortOnConnectFail));
    }

    [Theory]
    [Trait("Requirement", "ST-6")]
    [InlineData("redis://localhost", "localhost", 6379, false, null, null, null)]
    [InlineData("redis://:hunter2@localhost:7000", "localhost", 7000, false, null, "hunter2", null)]
    [InlineData("rediss://app:hunter2@redis.internal:6380/2", "redis.internal", 6380, true, "app", "hunter2", 2)]
    [InlineData("REDISS://app@redis.internal/", "redis.internal", 6379, true, "app", null, null)]
    [InlineData("redis://%C3%A4:p%40ss%2Fword%2C%3A%25@localhost", "localhost", 6379, false, "\u00e4", "p@ss/word,:%", null)]
    [InlineData("redis://a:b:c@localhost", "localhost", 6379, false, "a", "b:c", null)]
    public void An_address_is_taken_apart(string address, string host, int port, bool ssl, string? user, string? password, int? database)
    {
        ConfigurationOptions connection = Read(address);

        var server = Assert.IsType<DnsEndPoint>(Assert.Single(connection.EndPoints));
        Assert.Equal((host, port, ssl), (server.Host, server.Port, connection.Ssl));
        Assert.Equal((user, password, database), (connection.User, connection.Password, connection.DefaultDatabase));
        Assert.Equal(("SecureSessions", 2000), (connection.ClientName, connection.AsyncTimeout));
    }

    [Theory]
    [InlineData("redis://127.0.0.1:7000", "127.0.0.1:7000")]
    [InlineData("redis://[::1]:7000", "[::1]:7000")]
    public void An_address_may_be_a_number(string address, string server) =>
        Assert.Equal(server, $"{Assert.Single(Read(address).EndPoints)}");

    private static ConfigurationOptions Read(string configuration, Action<RedisSessionStoreOptions>? change = null)
    {
        var options = new RedisSessionStoreOptions { Configuration = configuration };
        change?.Invoke(options);
        return new RedisSettings(
            Microsoft.Extensions.Options.Options.Create(options),
            Microsoft.Extensions.Options.Options.Create(new SecureSessionOptions())).Connection!;
    }
}
