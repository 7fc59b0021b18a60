using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using StackExchange.Redis;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>An app that has a connection already shares it.</summary>
[Collection(SharedServer.Name)]
public sealed class AppMultiplexerTests(SharedServer shared)
{
    private const string Key = "sessions";

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(true, Key)]
    public async Task A_connection_of_the_apps_own_is_used_as_it_is(bool registered, string? key)
    {
        using ConnectionMultiplexer own = await ConnectionMultiplexer.ConnectAsync(shared.Server.Configuration);
        await using (SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            TimeProvider = TimeProvider.System,
            Configure = static options => options.StoreTimeout = Patience.StoreTimeout,
            Map = SmallApp.Map,
            ConfigureServices = services => (registered ? services.AddKeyedSingleton<IConnectionMultiplexer>(key, own) : services)
                .AddSecureSessions().AddRedisStore(options =>
                {
                    options.ConnectionMultiplexer = registered ? null : own;
                    options.ConnectionKey = key;
                    options.KeyPrefix = RedisPorts.NewPrefix();
                }),
        }))
        {
            using Browser browser = host.NewBrowser();
            long before = own.OperationCount;
            await browser.GetAsync("/sign-in/ada");
            Assert.Equal("ada", (await browser.GetAsync("/who")).Body);
            Assert.InRange(own.OperationCount - before, CommandCost.FirstSignIn + CommandCost.Read, long.MaxValue);
        }

        Assert.True(own.IsConnected);
        Assert.True(await own.GetDatabase().PingAsync() > TimeSpan.Zero);
    }
}
