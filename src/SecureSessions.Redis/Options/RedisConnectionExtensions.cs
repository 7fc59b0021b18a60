#pragma warning disable SER007 // As in SilenceBreaker.
using SecureSessions.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Prepares connections to Redis for sessions.</summary>
public static class RedisConnectionExtensions
{
    // The pauses of the library's own policy grow with the outage.
    private const int RetryMilliseconds = 500;

    // At each the library sees what has timed out, and whether to connect again: by itself once a second, and Redis is to serve within one of its coming.
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Lets a connection that the app opens by itself get over a server that is away or hangs as one does that the store opens.</summary>
    /// <param name="connection">How the app connects. Set <c>AsyncTimeout</c> before: a connection that is silent for as long is closed and opened anew.</param>
    /// <returns>The same.</returns>
    /// <remarks>It is for all who share the connection.</remarks>
    public static ConfigurationOptions ForSecureSessions(this ConfigurationOptions connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.HeartbeatInterval = HeartbeatInterval;
        connection.ReconnectRetryPolicy = new LinearRetry(RetryMilliseconds);

        // Without it AppConnectionTests fail.
        connection.CircuitBreaker = new SilenceBreaker(TimeSpan.FromMilliseconds(connection.AsyncTimeout));
        return connection;
    }
}
