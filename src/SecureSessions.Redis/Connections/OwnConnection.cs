using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>A connection that the store opens by itself, in the background: a server that is down at start-up stops nobody.</summary>
internal sealed class OwnConnection : IRedisConnection
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly ConfigurationOptions _configuration;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private volatile ConnectionMultiplexer? _current;

    public OwnConnection(ConfigurationOptions configuration, TimeProvider timeProvider, ILogger<OwnConnection> logger)
    {
        _configuration = configuration;
        _timeProvider = timeProvider;
        _logger = logger;
        _stopped = _stopping.Token;

        // The request that happens to come first must not pass its ambient state on.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _ = Task.Run(OpenAsync, _stopped);
    }

    public event Action<IConnectionMultiplexer>? Restored;

    public IConnectionMultiplexer? Current => _current;

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        if (_current is { } current)
            Close(current);
    }

    // The library itself tries again for as long as a server cannot be reached; this is for whatever it throws all the same.
    private async Task OpenAsync()
    {
        while (!_stopped.IsCancellationRequested && _current is null)
        {
            try
            {
                Adopt(await ConnectionMultiplexer.ConnectAsync(_configuration));
            }
            catch (Exception exception)
            {
                // Whatever it is: the store says that it is down, and this goes on trying.
                Log.ConnectFailed(_logger, exception);
                await Task.Delay(RetryDelay, _timeProvider, _stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Adopt(ConnectionMultiplexer multiplexer)
    {
        multiplexer.ConnectionRestored += (_, _) => Restored?.Invoke(multiplexer);
        _current = multiplexer;
        if (_stopped.IsCancellationRequested)
            Close(multiplexer);
        else
            Restored?.Invoke(multiplexer);
    }

    // A disposal alone waits for a server that may hang.
    private static void Close(ConnectionMultiplexer multiplexer)
    {
        multiplexer.Close(allowCommandsToComplete: false);
        multiplexer.Dispose();
    }
}
