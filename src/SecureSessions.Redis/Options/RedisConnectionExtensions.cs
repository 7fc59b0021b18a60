#pragma warning disable SER007 // As in SilentConnectionBreaker.
using SecureSessions.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Prepares connections to Redis for sessions.</summary>
public static class RedisConnectionExtensions
{
    // The retry policy of StackExchange.Redis itself makes longer pauses the longer an outage lasts.
    private const int RetryMilliseconds = 500;

    // At each heartbeat StackExchange.Redis notices timeouts and decides whether to connect again. Its own interval is one second, but the
    // store is to work within one second after Redis has come back.
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Prepares a connection that the app opens itself, so that it recovers from a server that is away or hangs as fast as a connection of
    /// the store.
    /// </summary>
    /// <param name="connection">
    /// How the app connects. Set <c>AsyncTimeout</c> before: a connection without any answer for that time is closed and opened again.
    /// </param>
    /// <returns>The same configuration.</returns>
    /// <remarks>The settings are for all users of the connection.</remarks>
    public static ConfigurationOptions ForSecureSessions(this ConfigurationOptions connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.HeartbeatInterval = HeartbeatInterval;
        connection.ReconnectRetryPolicy = new LinearRetry(RetryMilliseconds);

        // AppConnectionTests fail without this.
        connection.CircuitBreaker = new SilentConnectionBreaker(TimeSpan.FromMilliseconds(connection.AsyncTimeout));
        return connection;
    }
}
