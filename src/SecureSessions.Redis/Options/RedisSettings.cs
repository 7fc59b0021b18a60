using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>The options as they were at start-up, in the units of the scripts.</summary>
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

    /// <summary>How to connect; <see langword="null"/> where the app has a connection of its own.</summary>
    public ConfigurationOptions? Connection { get; }

    // What stands in front is overridden by what the app wrote. The topology is looked at every second, so that a master that hangs is
    // noticed; the library waits for the connect timeout whenever a node does not answer, so it is half a call's. A connection that is lost
    // is tried again twice a second.
    private ConfigurationOptions ReadConfiguration(string configuration, Action<ConfigurationOptions>? configure)
    {
        int timeout = Math.Clamp((int)OperationTimeout.TotalMilliseconds / 2, 500, 5000);
        ConfigurationOptions read = ConfigurationOptions.Parse(
            $"configCheckSeconds=1,keepAlive=10,connectTimeout={timeout},syncTimeout={timeout},name=SecureSessions,{configuration}");
        read.ReconnectRetryPolicy = new LinearRetry(500);
        configure?.Invoke(read);
        read.AbortOnConnectFail = false;
        return read;
    }
}
