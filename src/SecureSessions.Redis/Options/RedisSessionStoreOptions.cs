using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>Options of the store on Redis.</summary>
/// <remarks>
/// The connection is, in this order: <see cref="ConnectionMultiplexer"/>; one that the store opens itself by <see cref="Configuration"/>;
/// the <see cref="IConnectionMultiplexer"/> that the app has registered, by <see cref="ConnectionKey"/> if that is set.
/// </remarks>
public sealed class RedisSessionStoreOptions
{
    /// <summary>Where Redis is, as StackExchange.Redis has it: <c>host:port,host:port,user=...,password=...,ssl=true</c>; or as an address:
    /// <c>redis://user:password@host:port/database</c>, <c>rediss://</c> for TLS. With <c>serviceName=...</c> these are the sentinels that know where it is.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    /// <remarks>
    /// Its own keywords win over those that the store would choose, except <c>abortConnect</c>: a server that is down at start-up does not
    /// stop the app.
    /// </remarks>
    public string? Configuration { get; set; }

    /// <summary>Changes what <see cref="Configuration"/> says, where a text cannot: certificates, for example.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public Action<ConfigurationOptions>? ConfigureConnection { get; set; }

    /// <summary>A connection of the app's own. The store never closes it.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    /// <remarks>Open it with <see cref="Microsoft.Extensions.DependencyInjection.RedisConnectionExtensions.ForSecureSessions"/>, so that it gets over a server that
    /// hangs as fast as one that the store opens.</remarks>
    public IConnectionMultiplexer? ConnectionMultiplexer { get; set; }

    /// <summary>The key by which the app has registered its <see cref="IConnectionMultiplexer"/>.</summary>
    /// <value>Default: <see langword="null"/>, for one without a key.</value>
    public object? ConnectionKey { get; set; }

    /// <summary>What all keys and the channel of the store begin with. Changing it ends all sessions.</summary>
    /// <value>Default: <c>ss:</c>. 1 to 100 characters.</value>
    public string KeyPrefix { get; set; } = SecureSessionDefaults.KeyPrefix;

    /// <summary>How long a call to Redis may take.</summary>
    /// <value>Default: <see langword="null"/>, which means <see cref="SecureSessionOptions.StoreTimeout"/>. Never longer than that.</value>
    public TimeSpan? OperationTimeout { get; set; }

    /// <summary>How long what is left of an ended session is kept beyond the deadline that it had.</summary>
    /// <value>Default: <see cref="SecureSessionDefaults.TombstoneRetention"/>, 10 minutes. Between 30 seconds and 30 days.</value>
    public TimeSpan EndedSessionRetention { get; set; } = SecureSessionDefaults.TombstoneRetention;

    /// <summary>How long a user's ended sessions are remembered.</summary>
    /// <value>Default: <see cref="SecureSessionDefaults.HistoryRetention"/>, 90 days. Zero for no history, and for no devices of earlier sign-ins; 10 years at most.</value>
    public TimeSpan HistoryRetention { get; set; } = SecureSessionDefaults.HistoryRetention;
}
