using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// A connection that the store opens by itself, in the background: a server that is down at start-up stops nobody. One that does nothing but
/// time out (the other end vanished without a word, a master of a cluster hangs) is replaced by a new one as soon as that works better.
/// </summary>
internal sealed class OwnConnection : IRedisConnection
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    private readonly ConfigurationOptions _configuration;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private volatile ConnectionMultiplexer? _current;
    private int _replacing;

    public OwnConnection(ConfigurationOptions configuration, TimeSpan timeout, TimeProvider timeProvider, ILogger<OwnConnection> logger)
    {
        _configuration = configuration;
        _timeout = timeout;
        _timeProvider = timeProvider;
        _logger = logger;
        _stopped = _stopping.Token;
        RedisCall.InBackground(OpenFirstAsync, _stopped);
    }

    public event Action<IConnectionMultiplexer>? Restored;

    public IConnectionMultiplexer? Current => _current;

    public void OnStuck(Func<IDatabase, Task> probe, Func<bool> isStillStuck)
    {
        if (Interlocked.Exchange(ref _replacing, 1) == 0)
            RedisCall.InBackground(() => ReplaceAsync(probe, isStillStuck), _stopped);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        if (_current is { } current)
            Close(current);
    }

    private async Task OpenFirstAsync()
    {
        while (!_stopped.IsCancellationRequested && _current is null)
        {
            try
            {
                Adopt(await ConnectionMultiplexer.ConnectAsync(_configuration));
            }
            catch (Exception exception)
            {
                // A name that does not resolve, for example. The store says that it is down, and this goes on trying.
                Log.ConnectFailed(_logger, exception);
                await PauseAsync();
            }
        }
    }

    private async Task ReplaceAsync(Func<IDatabase, Task> probe, Func<bool> isStillStuck)
    {
        while (isStillStuck() && !_stopped.IsCancellationRequested)
        {
            if (await TryOpenAsync(probe) is { } better)
            {
                ConnectionMultiplexer? worse = _current;
                Adopt(better);
                Log.ConnectionReplaced(_logger);
                if (worse is not null)
                    RedisCall.InBackground(() => CloseLaterAsync(worse), _stopped);
                break;
            }

            await PauseAsync();
        }

        Volatile.Write(ref _replacing, 0);
    }

    /// <summary>Opens another connection, if what fails on the present one works there.</summary>
    private async Task<ConnectionMultiplexer?> TryOpenAsync(Func<IDatabase, Task> probe)
    {
        Task<ConnectionMultiplexer> opening = ConnectionMultiplexer.ConnectAsync(_configuration);
        try
        {
            ConnectionMultiplexer opened = await opening.WaitAsync(2 * _timeout, _timeProvider);
            await RedisCall.WithinAsync(probe(opened.GetDatabase()), _timeout, _timeProvider);
            return opened;
        }
        catch (Exception exception)
        {
            // Whatever it is, the new connection is no better than the old.
            Log.ReplacementFailed(_logger, exception);
            _ = CloseAsync(opening);
            return null;
        }
    }

    private static async Task CloseAsync(Task<ConnectionMultiplexer> opening)
    {
        try
        {
            Close(await opening);
        }
        catch (Exception)
        {
            // It never opened.
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

    private async Task PauseAsync() =>
        await Task.Delay(RetryDelay, _timeProvider, _stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // Calls that it still carries may yet be answered.
    private async Task CloseLaterAsync(ConnectionMultiplexer multiplexer)
    {
        await Task.Delay(Farewell, _timeProvider, _stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Close(multiplexer);
    }

    // Of the class: the interface has a Dispose of its own in old clients only.
    private static void Close(ConnectionMultiplexer multiplexer)
    {
        multiplexer.Close(allowCommandsToComplete: false);
        multiplexer.Dispose();
    }
}
