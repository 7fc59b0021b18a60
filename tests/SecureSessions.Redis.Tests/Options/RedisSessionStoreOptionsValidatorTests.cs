using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Xunit;

namespace SecureSessions.Redis.Tests.Options;

public sealed class RedisSessionStoreOptionsValidatorTests : IDisposable
{
    private const string Unreadable =
        "Configuration cannot be read. Write host:port first, then keywords of StackExchange.Redis, separated by commas: "
        + "\"localhost:6379,password=...,ssl=true\". It is not repeated here, since it may hold a password.";

    // Nobody listens there, and nobody is waited for.
    private readonly ConnectionMultiplexer _multiplexer = ConnectionMultiplexer.Connect(
        "127.0.0.1:1,abortConnect=false,connectTimeout=100");

    public void Dispose() => _multiplexer.Dispose();

    [Fact]
    public void The_defaults_are_these_and_with_a_server_they_are_valid()
    {
        var options = new RedisSessionStoreOptions();

        Assert.Equal(("ss:", null), (options.KeyPrefix, options.OperationTimeout));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromDays(90)), (options.EndedSessionRetention, options.HistoryRetention));
        Assert.Empty(Errors(static options => options.Configuration = "localhost:6379"));
        Assert.Empty(Errors(options => options.ConnectionMultiplexer = _multiplexer));
    }

    [Fact]
    public void Every_error_is_reported_at_once_with_its_value_and_its_cure()
    {
        string[] errors = Errors(static options =>
        {
            options.KeyPrefix = "";
            options.OperationTimeout = TimeSpan.Zero;
            options.EndedSessionRetention = TimeSpan.FromSeconds(29);
            options.HistoryRetention = TimeSpan.FromDays(-1);
        });

        Assert.Equal(
        [
            "There is no connection to Redis. Call AddRedisStore(\"host:port\"), set ConnectionMultiplexer, or register an "
            + "IConnectionMultiplexer.",
            "KeyPrefix has 0 characters. Set it to 1 to 100, for example \"ss:\".",
            "OperationTimeout is 00:00:00. Set it between 00:00:00.0100000 and StoreTimeout.",
            "EndedSessionRetention is 00:00:29. Set it between 00:00:30 and 30.00:00:00.",
            "HistoryRetention is -1.00:00:00. Set it between 00:00:00 and 3650.00:00:00.",
        ], errors);
    }

    [Theory]
    [InlineData("{}ss:", 1)]
    [InlineData("{ss}:", 0)]
    public void A_prefix_that_would_spread_keys_over_a_cluster_is_refused(string prefix, int errors) => Assert.Equal(
        errors, Errors(options => (options.Configuration, options.KeyPrefix) = ("localhost", prefix)).Length);

    [Fact]
    public void A_connection_that_the_app_has_registered_is_one() =>
        Assert.Empty(Errors(static _ => { }, services => services.AddSingleton<IConnectionMultiplexer>(_multiplexer)));

    [Fact]
    public void Two_connections_are_one_too_many() => Assert.Equal(
        "Configuration and ConnectionMultiplexer are both set. Set one: a text by which the store opens its own connection, or the app's.",
        Assert.Single(Errors(options => (options.Configuration, options.ConnectionMultiplexer) = ("localhost", _multiplexer))));

    [Fact]
    public void What_would_be_ignored_is_refused() => Assert.Equal(
        "ConfigureConnection is set, but Configuration is not: there is nothing to change. Set Configuration, or change the app's own "
        + "connection where the app opens it.",
        Assert.Single(Errors(options => (options.ConnectionMultiplexer, options.ConfigureConnection) = (_multiplexer, static _ => { }))));

    [Theory]
    [Trait("Requirement", "ST-6")]
    [InlineData("localhost:6379,password=hunter2,sssl=true")]
    [InlineData("localhost:6379,password=hunter2,ssl=perhaps")]
    [InlineData("localhost:6379,password=hunter2,connectTimeout=soon")]
    [InlineData("localhost:6379,password=hunter2,connectTimeout=99999999999")]
    public void A_configuration_that_cannot_be_read_is_not_repeated(string configuration) =>
        Assert.Equal(Unreadable, Assert.Single(Errors(options => options.Configuration = configuration)));

    [Theory]
    [InlineData("password=hunter2")]
    [InlineData("ssl=true")]
    [InlineData("")]
    public void A_configuration_names_a_server(string configuration) => Assert.Equal(
        "Configuration names no server. Begin it with host:port, for example \"localhost:6379\".",
        Assert.Single(Errors(options => options.Configuration = configuration)));

    [Theory]
    [Trait("Requirement", "ST-6")]
    [InlineData("hunter2@localhost:6379")]
    [InlineData(":hunter2@localhost:6379,ssl=true")]
    [InlineData("localhost:6379,redis://:hunter2@other:6379")]
    [InlineData("redis+sentinel://:hunter2@localhost:26379")]
    public void A_password_in_front_of_a_host_is_not_taken_for_a_part_of_its_name(string configuration) => Assert.Equal(
        "Configuration names a server with one of the characters / @ in it. A user and a password are written as user=...,password=... "
        + "behind host:port, "
        + "or in one address that begins with redis:// or rediss://. It is not repeated here, since it may hold a password.",
        Assert.Single(Errors(options => options.Configuration = configuration)));

    [Theory]
    [Trait("Requirement", "ST-6")]
    [InlineData("redis://")]
    [InlineData("redis://:hunter2@")]
    [InlineData("redis://:hunter2@localhost:port")]
    [InlineData("redis://:hunter2@localhost:66000")]
    [InlineData("redis://:hunter2@localhost:6379/first")]
    [InlineData("redis://:hunter2@localhost:6379/-1")]
    [InlineData("redis://:hunter2@localhost:6379?database=1")]
    [InlineData("redis://:hunter2@localhost:6379#1")]
    [InlineData("redis://:hunter2@localhost:6379,ssl=true")]
    [InlineData("redis://:hunter2@one:6379,two:6379")]
    [InlineData("redis://:hunter2/hunter3@localhost:6379")]
    [InlineData("redis://:hunter2@hunter3@localhost:6379")]
    public void An_address_that_cannot_be_read_is_not_repeated(string configuration) => Assert.Equal(
        "Configuration is an address that cannot be read. Write redis://user:password@host:port/database, or rediss:// for TLS, with "
        + "nothing after it; user, password, port and "
        + "database may be left out, and a character of the user or the password that is no letter or digit is written as % and its "
        + "code: %40 for @. It is not repeated here, since it may hold a password.",
        Assert.Single(Errors(options => options.Configuration = configuration)));

    [Theory]
    [InlineData("localhost:6379,user=app,password=hunter2")]
    [InlineData("redis://localhost")]
    [InlineData("rediss://app:hunter2@localhost:6380/2")]
    public void An_ACL_user_and_an_address_are_valid(string configuration) =>
        Assert.Empty(Errors(options => options.Configuration = configuration));

    [Fact]
    public void A_key_by_which_no_connection_is_registered_is_refused() => Assert.Equal(
        "ConnectionKey is \"sessions\", but no IConnectionMultiplexer is registered by that key. Register one by "
        + "AddKeyedSingleton<IConnectionMultiplexer>, or set the key that it has.",
        Assert.Single(
            Errors(
                static options => options.ConnectionKey = "sessions",
                services => services.AddSingleton<IConnectionMultiplexer>(_multiplexer))));

    [Fact]
    public void A_key_by_which_a_connection_is_registered_is_enough() =>
        Assert.Empty(
            Errors(
                static options => options.ConnectionKey = "sessions",
                services => services.AddKeyedSingleton<IConnectionMultiplexer>("sessions", _multiplexer)));

    [Fact]
    public void A_key_beside_a_text_is_one_connection_too_many() => Assert.Equal(
        "ConnectionKey is set, and so is Configuration or ConnectionMultiplexer. Set one: the key of a registered "
        + "IConnectionMultiplexer, a text, or a connection.",
        Assert.Single(Errors(static options => (options.Configuration, options.ConnectionKey) = ("localhost", "sessions"))));

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(2000, false)]
    [InlineData(2001, true)]
    public void The_timeout_of_a_call_is_at_most_that_of_the_store(int milliseconds, bool refused) =>
        Assert.Equal(
            refused,
            Errors(
                options =>
                    (options.Configuration, options.OperationTimeout) = (
                        "localhost", TimeSpan.FromMilliseconds(milliseconds))).Length == 1);

    [Theory]
    [InlineData(100, false)]
    [InlineData(101, true)]
    public void A_prefix_is_short(int length, bool refused) =>
        Assert.Equal(
            refused, Errors(options => (options.Configuration, options.KeyPrefix) = ("localhost", new string('p', length))).Length == 1);

    private static string[] Errors(Action<RedisSessionStoreOptions> change, Action<IServiceCollection>? register = null)
    {
        var services = new ServiceCollection();
        register?.Invoke(services);
        using ServiceProvider provider = services.BuildServiceProvider();
        var options = new RedisSessionStoreOptions();
        change(options);
        var validator = new RedisSessionStoreOptionsValidator(
            Microsoft.Extensions.Options.Options.Create(new SecureSessionOptions()),
            provider.GetRequiredService<IServiceProviderIsKeyedService>());
        return [.. validator.Validate(null, options).Failures ?? []];
    }
}
