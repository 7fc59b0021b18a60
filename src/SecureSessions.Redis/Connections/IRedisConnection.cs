using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>Provides the connection to Redis.</summary>
/// <remarks>
/// <see cref="OwnConnection"/> opens one, and replaces it when the server hangs. <see cref="AppConnection"/> uses one of the app's, and
/// leaves it alone.
/// </remarks>
internal interface IRedisConnection : IDisposable
{
    /// <summary>Is raised when the connection was opened or restored: announcements may have been missed.</summary>
    event Action<IConnectionMultiplexer>? Restored;

    /// <summary>Is raised when the connection to a server was lost: nothing is announced here until it is restored.</summary>
    event Action<IConnectionMultiplexer>? Lost;

    /// <summary>The connection; <see langword="null"/> until it is open.</summary>
    IConnectionMultiplexer? Current { get; }

    /// <summary>Completes when the first attempt to open the connection is over, whether it is open or not.</summary>
    Task FirstAttempt { get; }
}
