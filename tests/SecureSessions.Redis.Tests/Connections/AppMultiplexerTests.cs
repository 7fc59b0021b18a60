using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using StackExchange.Redis;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>An app that has a connection already shares it; what the client cannot do is said at start-up.</summary>
[Collection(SharedServer.Name)]
public sealed class AppMultiplexerTests(SharedServer shared)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_of_the_apps_own_is_used_as_it_is(bool registered)
    {
        using ConnectionMultiplexer own = await ConnectionMultiplexer.ConnectAsync(shared.Server.Configuration);
        await using (SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            TimeProvider = TimeProvider.System,
            Map = SmallApp.Map,
            ConfigureServices = services => (registered ? services.AddSingleton<IConnectionMultiplexer>(own) : services)
                .AddSecureSessions().AddRedisStore(options =>
                {
                    options.ConnectionMultiplexer = registered ? null : own;
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

    [Fact]
    [Trait("Requirement", "ST-6")]
    public async Task An_acl_user_that_the_client_cannot_send_stops_the_start_without_showing_the_password()
    {
        OptionsValidationException refusal = await Assert.ThrowsAsync<OptionsValidationException>(
            () => RedisHost.StartUnservedAsync($"{shared.Server.Configuration},user=sessions,password=correct-horse"));

        Assert.Contains("Configuration names an ACL user, which this version of StackExchange.Redis cannot send.", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", refusal.ToString(), StringComparison.Ordinal);
    }
}
