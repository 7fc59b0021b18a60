using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>An immutable copy of the options as they were at start-up, in the units of the scripts.</summary>
internal sealed class RedisSettings
{
    public RedisSettings(IOptions<RedisSessionStoreOptions> options, IOptions<SecureSessionOptions> sessions)
    {
        RedisSessionStoreOptions source = options.Value;
        OperationTimeout = source.OperationTimeout ?? sessions.Value.StoreTimeout;
        EndedSessionRetention = RedisClock.ToMilliseconds(source.EndedSessionRetention);
        HistoryRetention = RedisClock.ToMilliseconds(source.HistoryRetention);
        Keys = new RedisKeys(source.KeyPrefix);
        Connection = source.Configuration is { } configuration ? ReadConfiguration(configuration, source.ConfigureConnection) : null;
    }

    public TimeSpan OperationTimeout { get; }

    /// <summary>In milliseconds.</summary>
    public long EndedSessionRetention { get; }

    /// <summary>In milliseconds; 0 for no history.</summary>
    public long HistoryRetention { get; }

    public RedisKeys Keys { get; }

    /// <summary>How to connect; <see langword="null"/> if the app has a connection of its own.</summary>
    public ConfigurationOptions? Connection { get; }

    // The app's text overrides the defaults. The library waits for the connect timeout whenever a node does not answer, so that timeout is
    // half of a call's.
    private ConfigurationOptions ReadConfiguration(string configuration, Action<ConfigurationOptions>? configure)
    {
        int timeout = (int)OperationTimeout.TotalMilliseconds;
        string defaults = string.Create(
            CultureInfo.InvariantCulture,
            $"asyncTimeout={timeout},connectTimeout={Math.Clamp(timeout / 2, 500, 5000)},configCheckSeconds=1,{RedisConfiguration.ClientName}");
        if (RedisConfiguration.TryParse(configuration, out ConfigurationOptions read, defaults) is { } error)
            throw new InvalidOperationException(error);
        read.ForSecureSessions();
        configure?.Invoke(read);
        read.AbortOnConnectFail = false;
        return read;
    }
}
