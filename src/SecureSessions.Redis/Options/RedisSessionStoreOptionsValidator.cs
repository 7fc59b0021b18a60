using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>Reports every error at once, each with its cure. The text of the configuration is never repeated: it may hold a password.</summary>
internal sealed class RedisSessionStoreOptionsValidator(IOptions<SecureSessionOptions> sessions, IServiceProviderIsService services)
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
            errors.AddError($"KeyPrefix has {options.KeyPrefix?.Length ?? 0} characters. Set it to 1 to {LongestPrefix}, for example \"{SecureSessionDefaults.KeyPrefix}\".");
        if (options.OperationTimeout is { } timeout)
            TimeRange.CheckWithin(timeout, nameof(options.OperationTimeout), ShortestTimeout, sessions.Value.StoreTimeout, nameof(SecureSessionOptions.StoreTimeout), errors);

        TimeRange.Check(options.EndedSessionRetention, nameof(options.EndedSessionRetention), ShortestRetention, LongestRetention, errors);
        TimeRange.Check(options.HistoryRetention, nameof(options.HistoryRetention), TimeSpan.Zero, LongestHistory, errors);
        return errors.Build();
    }

    private void CheckConnection(RedisSessionStoreOptions options, ValidateOptionsResultBuilder errors)
    {
        if (options is { Configuration: not null, ConnectionMultiplexer: not null })
            errors.AddError("Configuration and ConnectionMultiplexer are both set. Set one: a text by which the store opens its own connection, or the app's.");
        else if (options.Configuration is { } configuration)
            CheckConfiguration(configuration, errors);
        else if (options.ConnectionMultiplexer is null && !services.IsService(typeof(IConnectionMultiplexer)))
            errors.AddError("There is no connection to Redis. Call AddRedisStore(\"host:port\"), set ConnectionMultiplexer, or register an IConnectionMultiplexer.");
        if (options is { ConfigureConnection: not null, Configuration: null })
            errors.AddError("ConfigureConnection is set, but Configuration is not: there is nothing to change. Set Configuration, or change the app's own connection where the app opens it.");
    }

    private static void CheckConfiguration(string configuration, ValidateOptionsResultBuilder errors)
    {
        try
        {
            if (ConfigurationOptions.Parse(configuration).EndPoints.Count == 0)
                errors.AddError("Configuration names no server. Begin it with host:port, for example \"localhost:6379\".");
        }
        catch (ArgumentException) when (NamesUser(configuration))
        {
            errors.AddError(
                "Configuration names an ACL user, which this version of StackExchange.Redis cannot send. Reference StackExchange.Redis 2.2 or later in your app, "
                + "or give the default user a password and write password=... only.");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            errors.AddError(
                "Configuration cannot be read. Write host:port first, then keywords of StackExchange.Redis, separated by commas: \"localhost:6379,password=...,ssl=true\". "
                + "It is not repeated here, since it may hold a password.");
        }
    }

    private static bool NamesUser(string configuration) =>
        configuration.Split(',').Any(static part => part.TrimStart().StartsWith("user=", StringComparison.OrdinalIgnoreCase));
}
