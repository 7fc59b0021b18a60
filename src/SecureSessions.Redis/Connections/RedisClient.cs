using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// The one adapter between the store and the client library, whatever the latter does: every call ends within the timeout, fails with one
/// exception type, fails at once while its server is known to be down, and continues off the library's own thread.
/// </summary>
internal sealed class RedisClient : IDisposable
{
    private const CommandFlags Flags = CommandFlags.DemandMaster;

    // Who looks whether a server is back need not wait long: an answer that comes later counts too.
    private static readonly TimeSpan LongestProbe = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(250);

    private readonly IRedisConnection _connection;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;
    private readonly RedisLanes _lanes;
    private int _looking;

    public RedisClient(IRedisConnection connection, RedisSettings settings, TimeProvider timeProvider)
    {
        _connection = connection;
        _timeout = settings.OperationTimeout;
        _timeProvider = timeProvider;
        _lanes = new RedisLanes(timeProvider);
        connection.Restored += OnRestored;
        if (connection.Current is { } multiplexer)
            _lanes.Refresh(multiplexer);
    }

    /// <summary>Runs a script on one key.</summary>
    public async ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey key, params RedisValue[] arguments)
    {
        RedisKey[] keys = [key];
        try
        {
            return await CallAsync(key, database => database.ScriptEvaluateAsync(script.Hash, keys, arguments, Flags));
        }
        catch (SecureSessionStoreException exception) when (IsUnknownScript(exception.InnerException))
        {
            // The server does not know it (yet, or any more), so nothing has run. Its text teaches it.
            return await SendAsync(key, "EVAL", [script.Text, 1, key, .. arguments.Select(static argument => (object)argument)]);
        }
    }

    /// <summary>Runs a script that does the same on every key, on one whose server is not known to be down.</summary>
    public ValueTask<RedisResult> EvaluateOnAnyAsync(RedisScript script, IReadOnlyList<RedisKey> keys) =>
        EvaluateAsync(script, keys.FirstOrDefault(IsServed, keys[0]));

    /// <summary>Sends a command that concerns no key, to any master.</summary>
    public ValueTask<RedisResult> ExecuteAnywhereAsync(string command, params object[] arguments) => SendAsync(default, command, arguments);

    public void Dispose() => _connection.Restored -= OnRestored;

    private bool IsServed(RedisKey key) => _connection.Current is { } multiplexer && !_lanes.Of(multiplexer, key).IsDown;

    private ValueTask<RedisResult> SendAsync(RedisKey key, string command, object[] arguments) =>
        CallAsync(key, database => database.ExecuteAsync(command, arguments, Flags));

    private async ValueTask<RedisResult> CallAsync(RedisKey key, Func<IDatabase, Task<RedisResult>> send)
    {
        IConnectionMultiplexer multiplexer = _connection.Current ?? throw RedisFailure.NotConnected();
        RedisLane lane = _lanes.Of(multiplexer, key);
        if (!lane.TryEnter(out bool isProbe))
        {
            LookAgain(multiplexer);
            throw RedisFailure.Down();
        }

        TimeSpan timeout = isProbe && LongestProbe < _timeout ? LongestProbe : _timeout;
        long startedAt = _timeProvider.GetTimestamp();
        Task<RedisResult>? call = null;
        try
        {
            call = send(multiplexer.GetDatabase());
            RedisResult result = await call.WaitAsync(timeout, _timeProvider).ConfigureAwait(false);
            lane.OnAnswered();
            return result;
        }
        catch (RedisServerException exception)
        {
            lane.OnAnswered();
            if (RedisFailure.MeansUnavailable(exception))
                LookAgain(multiplexer);
            throw RedisFailure.Of(exception);
        }
        catch (Exception exception)
        {
            if (lane.OnUnanswered(startedAt) && exception is TimeoutException)
                _connection.OnStuck(database => ProbeAsync(send(database)), () => _lanes.Of(multiplexer, key).IsDown);
            LookAgain(multiplexer);
            throw RedisFailure.Of(exception, timeout);
        }
        finally
        {
            lane.EndProbe(isProbe);
            Settle(lane, call);

            // The library completes calls in order on one thread: what comes next must not hold up all others.
            await Task.Yield();
        }
    }

    /// <summary>A call that was given up on counts until it is answered, and even then shows that the server is there.</summary>
    private static void Settle(RedisLane lane, Task<RedisResult>? call)
    {
        if (call is null or { IsCompleted: true })
        {
            // It may have failed in the moment in which it was given up on: somebody has to look at its exception.
            _ = call?.Exception;
            lane.Leave();
            return;
        }

        _ = call.ContinueWith(
            static (late, lane) =>
            {
                ((RedisLane)lane!).Leave();
                if (late.IsCompletedSuccessfully || late.Exception?.InnerException is RedisServerException)
                    ((RedisLane)lane).OnAnswered();
            },
            lane,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private static bool IsUnknownScript(Exception? exception) =>
        exception is RedisServerException && exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    // A server that does not know the script is there: it may have been a replica until now.
    private static async Task ProbeAsync(Task<RedisResult> call)
    {
        try
        {
            await call;
        }
        catch (RedisServerException exception) when (IsUnknownScript(exception))
        {
        }
    }

    /// <summary>Lets the library look who serves what, soon after a call has failed: by itself it would notice late, or never.</summary>
    private void LookAgain(IConnectionMultiplexer multiplexer)
    {
        if (Interlocked.Exchange(ref _looking, 1) == 0)
            RedisCall.InBackground(() => LookAtTopologyAsync(multiplexer));
    }

    private async Task LookAtTopologyAsync(IConnectionMultiplexer multiplexer)
    {
        try
        {
            // Servers that answer do so at once, while the library waits for the others too.
            Task looking = RedisCall.WithinAsync(multiplexer.ConfigureAsync(), _timeout, _timeProvider);
            await Task.Delay(LookPause, _timeProvider);
            _lanes.Refresh(multiplexer);
            await looking;
        }
        catch (Exception)
        {
            // Whatever it is, nothing new is known, and the next failed call asks again.
        }

        Volatile.Write(ref _looking, 0);
    }

    private void OnRestored(IConnectionMultiplexer multiplexer)
    {
        _lanes.Refresh(multiplexer);
        _lanes.Reopen();
    }
}
