using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// Reports every error at once, each with the way to fix it. No error repeats the text of the configuration, which may hold a password.
/// </summary>
internal sealed class RedisSessionStoreOptionsValidator(IOptions<SecureSessionOptions> sessions, IServiceProviderIsKeyedService services)
    : IValidateOptions<RedisSessionStoreOptions>
{
    private const int LongestPrefix = 100;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortestRetention = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestHistory = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, RedisSessionStoreOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        CheckConnection(options, errors);
        if (string.IsNullOrEmpty(options.KeyPrefix) || options.KeyPrefix.Length > LongestPrefix)
        {
            errors.AddError(
                $"KeyPrefix has {options.KeyPrefix?.Length ?? 0} characters. Set it to 1 to {LongestPrefix}, for example "
                + $"\"{SecureSessionDefaults.KeyPrefix}\".");
        }

        else if (options.KeyPrefix.Contains("{}", StringComparison.Ordinal))
        {
            errors.AddError(
                $"KeyPrefix is \"{options.KeyPrefix}\". Leave out the braces with nothing between them: a cluster would spread keys that "
                + "belong together.");
        }

        if (options.OperationTimeout is { } timeout)
        {
            TimeRange.CheckWithin(
                timeout,
                nameof(options.OperationTimeout),
                ShortestTimeout,
                sessions.Value.StoreTimeout,
                nameof(SecureSessionOptions.StoreTimeout),
                errors);
        }

        TimeRange.Check(options.EndedSessionRetention, nameof(options.EndedSessionRetention), ShortestRetention, LongestRetention, errors);
        TimeRange.Check(options.HistoryRetention, nameof(options.HistoryRetention), TimeSpan.Zero, LongestHistory, errors);
        return errors.Build();
    }

    private void CheckConnection(RedisSessionStoreOptions options, ValidateOptionsResultBuilder errors)
    {
        if (options is { Configuration: not null, ConnectionMultiplexer: not null })
        {
            errors.AddError(
                "Configuration and ConnectionMultiplexer are both set. Set one: a text by which the store opens its own connection, or "
                + "the app's.");
        }
        else if (options.Configuration is { } configuration)
            CheckConfiguration(configuration, errors);
        else if (options.ConnectionMultiplexer is null && !IsRegistered(options.ConnectionKey))
            errors.AddError(Unregistered(options.ConnectionKey));
        if (options.ConnectionKey is not null && (options.Configuration is not null || options.ConnectionMultiplexer is not null))
        {
            errors.AddError(
                "ConnectionKey is set, and so is Configuration or ConnectionMultiplexer. Set one: the key of a registered "
                + "IConnectionMultiplexer, a text, or a connection.");
        }

        if (options is { ConfigureConnection: not null, Configuration: null })
        {
            errors.AddError(
                "ConfigureConnection is set, but Configuration is not: there is nothing to change. Set Configuration, or change the "
                + "app's own connection where the app opens it.");
        }
    }

    private static void CheckConfiguration(string configuration, ValidateOptionsResultBuilder errors)
    {
        if (RedisConfiguration.TryParse(configuration, out _) is { } error)
            errors.AddError(error);
    }

    private bool IsRegistered(object? key) =>
        key is null ? services.IsService(typeof(IConnectionMultiplexer)) : services.IsKeyedService(typeof(IConnectionMultiplexer), key);

    // The key is the app's own name for a connection and no secret.
    private static string Unregistered(object? key) => key is null
        ? "There is no connection to Redis. Call AddRedisStore(\"host:port\"), set ConnectionMultiplexer, or register an "
            + "IConnectionMultiplexer."
        : $"ConnectionKey is \"{key}\", but no IConnectionMultiplexer is registered by that key. Register one by "
            + "AddKeyedSingleton<IConnectionMultiplexer>, or set the key that it has.";
}
