using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>Provides the connection to Redis.</summary>
internal interface IRedisConnection : IDisposable
{
    /// <summary>Is raised when the connection was opened or restored: announcements may have been missed.</summary>
    event Action<IConnectionMultiplexer>? Restored;

    /// <summary>The connection; <see langword="null"/> until it is open.</summary>
    IConnectionMultiplexer? Current { get; }
}
