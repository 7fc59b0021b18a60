using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureSessions;
using SecureSessions.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions on Redis.</summary>
public static class RedisStoreExtensions
{
    /// <summary>Keeps sessions on Redis, over a connection that the store opens by itself.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">
    /// Where Redis is: <c>host:port,password=...,ssl=true</c>, or <c>rediss://user:password@host:port</c>.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">
    /// The text is missing, for example because the configuration that it is read from does not have it.
    /// </exception>
    /// <example>
    /// <code>
    /// builder.Services.AddSecureSessions().AddRedisStore("localhost:6379");
    /// </code>
    /// </example>
    public static SecureSessionsBuilder AddRedisStore(this SecureSessionsBuilder builder, string configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration))
        {
            throw new ArgumentException(
                "AddRedisStore() was given no connection. If it is read by builder.Configuration.GetConnectionString(\"redis\"), the "
                + "configuration has no ConnectionStrings:redis: "
                + "set it, in appsettings.json or as the environment variable ConnectionStrings__redis, to host:port, for example "
                + "\"localhost:6379\".",
                nameof(configuration));
        }

        return builder.AddRedisStore(options => options.Configuration = configuration);
    }

    /// <summary>Keeps sessions on Redis, over a connection of the store or of the app.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options. If none names a connection, the <see cref="IConnectionMultiplexer"/> that the app has
    /// registered is used.</param>
    /// <returns>The builder.</returns>
    public static SecureSessionsBuilder AddRedisStore(
        this SecureSessionsBuilder builder, Action<RedisSessionStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        OptionsBuilder<RedisSessionStoreOptions> options = services.AddOptions<RedisSessionStoreOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<RedisSessionStoreOptions>, RedisSessionStoreOptionsValidator>());
        services.TryAddSingleton<RedisSettings>();
        services.TryAddSingleton<RedisClient>();
        services.TryAddSingleton(static provider => new Lazy<IRedisConnection>(() => Connect(provider)));
        services.TryAddSingleton(static provider => provider.GetRequiredService<Lazy<IRedisConnection>>().Value);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RedisStartUp>());
        services.Replace(ServiceDescriptor.Singleton<ISecureSessionAnnouncements, RedisAnnouncements>());
        builder.AddStore<RedisSessionStore, RedisSessionIndex>();
        services.AddSingleton<ISigningKeyStore, RedisSigningKeyStore>();
        services.AddSingleton<ISecureSessionCounters, RedisCounters>();
        return builder;
    }

    private static IRedisConnection Connect(IServiceProvider services)
    {
        if (services.GetRequiredService<RedisSettings>().Connection is { } configuration)
        {
            return new OwnConnection(
                configuration, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<OwnConnection>>());
        }

        RedisSessionStoreOptions options = services.GetRequiredService<IOptions<RedisSessionStoreOptions>>().Value;
        return new AppConnection(
            options.ConnectionMultiplexer ?? services.GetRequiredKeyedService<IConnectionMultiplexer>(options.ConnectionKey));
    }
}
