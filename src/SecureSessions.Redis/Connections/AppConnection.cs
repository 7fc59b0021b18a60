using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>A connection of the app. It is used as it is and never closed.</summary>
internal sealed class AppConnection : IRedisConnection
{
    private readonly IConnectionMultiplexer _multiplexer;

    public AppConnection(IConnectionMultiplexer multiplexer)
    {
        _multiplexer = multiplexer;
        multiplexer.ConnectionRestored += OnRestored;
        multiplexer.ConnectionFailed += OnLost;
    }

    public event Action<IConnectionMultiplexer>? Restored;

    public event Action<IConnectionMultiplexer>? Lost;

    public IConnectionMultiplexer? Current => _multiplexer;

    public Task FirstAttempt => Task.CompletedTask;

    public void Dispose()
    {
        _multiplexer.ConnectionRestored -= OnRestored;
        _multiplexer.ConnectionFailed -= OnLost;
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs e) => Restored?.Invoke(_multiplexer);

    private void OnLost(object? sender, ConnectionFailedEventArgs e) => Lost?.Invoke(_multiplexer);
}
