using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>Where the connection comes from.</summary>
internal interface IRedisConnection : IDisposable
{
    /// <summary>Announcements may have been missed: a connection was opened, replaced or restored.</summary>
    event Action<IConnectionMultiplexer>? Restored;

    /// <summary>The connection; <see langword="null"/> until the first is open.</summary>
    IConnectionMultiplexer? Current { get; }

    /// <summary>Calls only time out. Whoever can opens another connection, and takes it once this call works on it.</summary>
    /// <param name="probe">A call that fails at present.</param>
    /// <param name="isStillStuck">Whether it is still worth while.</param>
    void OnStuck(Func<IDatabase, Task> probe, Func<bool> isStillStuck);
}
