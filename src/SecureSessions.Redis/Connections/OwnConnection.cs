using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// A connection that the store opens by itself, in the background, so that a server that is down at start-up does not stop the app. If
/// sentinels decide which server is the master, the store opens another connection as soon as they name another server.
/// </summary>
internal sealed class OwnConnection : IRedisConnection
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ConfigurationOptions _configuration;
    private readonly SentinelMaster? _master;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private volatile ConnectionMultiplexer? _current;

    public OwnConnection(ConfigurationOptions configuration, TimeProvider timeProvider, ILogger<OwnConnection> logger)
    {
        _configuration = configuration;
        _master = string.IsNullOrEmpty(configuration.ServiceName) ? null : new SentinelMaster(configuration);
        _timeProvider = timeProvider;
        _logger = logger;
        _stopped = _stopping.Token;

        // The background work must not run in the ambient state of the request that happens to come first.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _ = Task.Run(OpenAsync, _stopped);
    }

    public event Action<IConnectionMultiplexer>? Restored;

    public event Action<IConnectionMultiplexer>? Lost;

    public IConnectionMultiplexer? Current => _current;

    public Task FirstAttempt => _firstAttempt.Task;

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        if (_current is { } current)
            Close(current);
    }

    private async Task OpenAsync()
    {
        while (!_stopped.IsCancellationRequested && (_current is null || _master is not null))
        {
            try
            {
                if (await OpenAnotherAsync() is { } opened)
                    Adopt(opened);
            }
            catch (Exception exception) when (_current is not { IsConnected: true })
            {
                // Whatever the exception is, the store reports that it is down, and the loop goes on trying.
                Log.ConnectFailed(_logger, exception);
            }
            catch (Exception)
            {
                // While the master answers, sentinels that are away do no harm. They matter only when the master is lost too.
            }

            _firstAttempt.TrySetResult();
            await Task.Delay(Interval, _timeProvider, _stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _master?.Dispose();
    }

    private async Task<ConnectionMultiplexer?> OpenAnotherAsync() =>
        _master is null ? await ConnectionMultiplexer.ConnectAsync(_configuration) : await _master.ConnectToAnotherAsync();

    private void Adopt(ConnectionMultiplexer multiplexer)
    {
        multiplexer.ConnectionRestored += (_, _) => Restored?.Invoke(multiplexer);
        multiplexer.ConnectionFailed += (_, _) => Lost?.Invoke(multiplexer);
        ConnectionMultiplexer? former = _current;
        _current = multiplexer;
        if (_stopped.IsCancellationRequested)
            Close(multiplexer);
        else
            Restored?.Invoke(multiplexer);
        if (former is not null)
            Close(former);
    }

    // Dispose() alone would wait for a server that may hang.
    private static void Close(ConnectionMultiplexer multiplexer)
    {
        multiplexer.Close(allowCommandsToComplete: false);
        multiplexer.Dispose();
    }
}
