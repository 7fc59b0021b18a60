using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// The one adapter between the store and the client library, whatever the latter does: every call ends within the timeout, fails with one
/// exception type, fails at once while its server is known to be down, and continues off the library's own thread.
/// </summary>
internal sealed class RedisClient : IDisposable
{
    /// <summary>A cluster has 16,384 slots; neighbours mostly lie on the same master. A single server has the first lane only.</summary>
    private const int SlotsInLane = 256;

    private const CommandFlags Flags = CommandFlags.DemandMaster;

    private readonly IRedisConnection _connection;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;
    private readonly RedisLane[] _lanes;

    public RedisClient(IRedisConnection connection, RedisSettings settings, TimeProvider timeProvider)
    {
        _connection = connection;
        _timeout = settings.OperationTimeout;
        _timeProvider = timeProvider;
        _lanes = [.. Enumerable.Range(0, 16_384 / SlotsInLane).Select(_ => new RedisLane(timeProvider))];
        connection.Restored += OnRestored;
    }

    /// <summary>Runs a script on one key.</summary>
    public ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey key, params RedisValue[] arguments) => EvaluateAsync(script, [key], arguments);

    /// <summary>Runs a script that concerns no key, on any master.</summary>
    public ValueTask<RedisResult> EvaluateAnywhereAsync(RedisScript script) => EvaluateAsync(script, [], []);

    /// <summary>Sends a command that concerns no key, to any master.</summary>
    public ValueTask<RedisResult> ExecuteAnywhereAsync(string command, params object[] arguments) => SendAsync(default, command, arguments);

    public void Dispose() => _connection.Restored -= OnRestored;

    private async ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        RedisKey key = keys.FirstOrDefault();
        try
        {
            return await CallAsync(key, database => database.ScriptEvaluateAsync(script.Hash, keys, arguments, Flags));
        }
        catch (SecureSessionStoreException exception) when (IsUnknownScript(exception.InnerException))
        {
            // The server does not know it (yet, or any more), so nothing has run. Its text teaches it.
            return await SendAsync(
                key, "EVAL", [script.Text, keys.Length, .. keys.Select(static key => (object)key), .. arguments.Select(static argument => (object)argument)]);
        }
    }

    private ValueTask<RedisResult> SendAsync(RedisKey key, string command, object[] arguments) =>
        CallAsync(key, database => database.ExecuteAsync(command, arguments, Flags));

    private async ValueTask<RedisResult> CallAsync(RedisKey key, Func<IDatabase, Task<RedisResult>> send)
    {
        IConnectionMultiplexer multiplexer = _connection.Current ?? throw RedisFailure.NotConnected();
        RedisLane lane = LaneOf(multiplexer, key);
        if (!lane.TryEnter(out bool isProbe))
            throw RedisFailure.Down();

        long startedAt = _timeProvider.GetTimestamp();
        Task<RedisResult>? call = null;
        try
        {
            call = send(multiplexer.GetDatabase());
            RedisResult result = await call.WaitAsync(_timeout, _timeProvider).ConfigureAwait(false);
            lane.OnAnswered();
            return result;
        }
        catch (RedisServerException exception)
        {
            lane.OnAnswered();
            throw RedisFailure.Of(exception);
        }
        catch (Exception exception)
        {
            if (lane.OnUnanswered(startedAt) && exception is TimeoutException)
                _connection.OnStuck(database => send(database), () => lane.IsDown);
            throw RedisFailure.Of(exception, _timeout);
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

    private RedisLane LaneOf(IConnectionMultiplexer multiplexer, RedisKey key) => _lanes[Math.Max(multiplexer.HashSlot(key), 0) / SlotsInLane];

    private void OnRestored(IConnectionMultiplexer multiplexer)
    {
        foreach (RedisLane lane in _lanes)
            lane.OnAnswered();
    }
}
