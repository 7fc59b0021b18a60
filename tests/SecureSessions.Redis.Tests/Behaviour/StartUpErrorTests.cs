using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Behaviour;

/// <summary>A mistake is told when the app starts, with its cure.</summary>
public sealed class StartUpErrorTests
{
    [Fact]
    public async Task Bad_options_are_reported_all_at_once()
    {
        OptionsValidationException error = await StartAsync(static options =>
        {
            options.Configuration = "password=hunter2";
            options.KeyPrefix = "";
        });

        Assert.Equal(2, error.Failures.Count());
        Assert.All((string[])["host:port", "KeyPrefix"], name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "ST-6")]
    public async Task A_configuration_that_cannot_be_read_shows_no_password()
    {
        OptionsValidationException error = await StartAsync(
            static options => options.Configuration = "localhost:6379,password=hunter2,ssl=perhaps");

        Assert.Contains("Configuration cannot be read.", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_connection_string_that_is_not_configured_is_told_where_it_belongs(string? configured)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new ServiceCollection().AddSecureSessions().AddRedisStore(configured!));

        Assert.StartsWith("AddRedisStore() was given no connection. ", error.Message, StringComparison.Ordinal);
        Assert.All(
            (string[])["ConnectionStrings:redis", "ConnectionStrings__redis", "\"localhost:6379\""], words =>
                Assert.Contains(words, error.Message, StringComparison.Ordinal));
    }

    private static Task<OptionsValidationException> StartAsync(Action<RedisSessionStoreOptions> configure) =>
        Assert.ThrowsAsync<OptionsValidationException>(() => SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = services => services.AddSecureSessions().AddRedisStore(configure),
            Map = SmallApp.Map,
        }));
}
