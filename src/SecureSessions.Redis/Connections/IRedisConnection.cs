using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>Where the connection comes from.</summary>
internal interface IRedisConnection : IDisposable
{
    /// <summary>Announcements may have been missed: the connection was opened or restored.</summary>
    event Action<IConnectionMultiplexer>? Restored;

    /// <summary>The connection; <see langword="null"/> until it is open.</summary>
    IConnectionMultiplexer? Current { get; }
}
