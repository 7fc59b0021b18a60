using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>Options of the store on Redis.</summary>
/// <remarks>
/// The store takes the first of these connections: <see cref="ConnectionMultiplexer"/>; one that it opens itself by
/// <see cref="Configuration"/>; the <see cref="IConnectionMultiplexer"/> that the app has registered, under <see cref="ConnectionKey"/> if
/// that is set.
/// </remarks>
public sealed class RedisSessionStoreOptions
{
    /// <summary>
    /// Where Redis is: a configuration of StackExchange.Redis, <c>host:port,host:port,user=...,password=...,ssl=true</c>, or an address,
    /// <c>redis://user:password@host:port/database</c>, <c>rediss://</c> for TLS. With <c>serviceName=...</c> the hosts are sentinels,
    /// which know where Redis is.
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    /// <remarks>
    /// Keywords of the text win over those that the store would choose, except <c>abortConnect</c>: a server that is down at start-up does
    /// not stop the app.
    /// </remarks>
    public string? Configuration { get; set; }

    /// <summary>
    /// Changes the configuration of the connection where the text of <see cref="Configuration"/> cannot: certificates, for example.
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    public Action<ConfigurationOptions>? ConfigureConnection { get; set; }

    /// <summary>A connection of the app's own. The store never closes it.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    /// <remarks>
    /// Open it with <see cref="Microsoft.Extensions.DependencyInjection.RedisConnectionExtensions.ForSecureSessions"/>, so that it recovers
    /// from a server that hangs as fast as a connection that the store opens.
    /// </remarks>
    public IConnectionMultiplexer? ConnectionMultiplexer { get; set; }

    /// <summary>The service key under which the app has registered its <see cref="IConnectionMultiplexer"/>.</summary>
    /// <value>Default: <see langword="null"/>, for a connection that is registered without a key.</value>
    public object? ConnectionKey { get; set; }

    /// <summary>The prefix of all keys and of the channel of the store. Changing it ends all sessions.</summary>
    /// <value>Default: <c>ss:</c>. 1 to 100 characters.</value>
    public string KeyPrefix { get; set; } = SecureSessionDefaults.KeyPrefix;

    /// <summary>How long a call to Redis may take.</summary>
    /// <value>Default: <see langword="null"/>, which means <see cref="SecureSessionOptions.StoreTimeout"/>. Never longer than that.</value>
    public TimeSpan? OperationTimeout { get; set; }

    /// <summary>How long the tombstone of an ended session is kept after the deadline that the session had.</summary>
    /// <value>Default: <see cref="SecureSessionDefaults.TombstoneRetention"/>, 10 minutes. Between 30 seconds and 30 days.</value>
    public TimeSpan EndedSessionRetention { get; set; } = SecureSessionDefaults.TombstoneRetention;

    /// <summary>How long a user's ended sessions are remembered.</summary>
    /// <value>
    /// Default: <see cref="SecureSessionDefaults.HistoryRetention"/>, 90 days. Zero keeps no history and no devices of earlier sign-ins. At
    /// most 10 years.
    /// </value>
    public TimeSpan HistoryRetention { get; set; } = SecureSessionDefaults.HistoryRetention;
}
