using System.Security.Cryptography;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// The only adapter between the store and the client library. Every call is a script and ends within the timeout. It gets its own reply or
/// none, and fails with one type of exception; while its server is known to be away, it fails at once.
/// </summary>
internal sealed class RedisClient(IRedisConnection connection, RedisSettings settings, TimeProvider timeProvider)
{
    /// <summary>
    /// How many calls may be without an answer, given up on or not: calls to a server that hangs must not pile up without bound.
    /// </summary>
    public const int MostInFlight = 5_000;

    // A replica would answer from the data that it had when its master was lost. ReplicaTests fail without this.
    private const CommandFlags Flags = CommandFlags.DemandMaster;

    // There is one bound for each sixteenth of a cluster's slots, so that calls to a master that hangs do not use up the bound of other
    // masters. ClusterFaultTests fail without this.
    private const int SlotsShift = 10;
    private const int Shards = 1 + (16_384 >> SlotsShift);

    // One counter serves all clients of the process, since they may share a connection. It does not begin at zero, since processes may
    // share a proxy.
    private static long _lastCall = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private readonly int[] _inFlight = new int[Shards];

    /// <summary>Runs a script on one key.</summary>
    public ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey key, params RedisValue[] arguments) =>
        EvaluateAsync(script, [key], arguments);

    /// <summary>Runs a script on several keys, which have one slot.</summary>
    public async ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey[] keys, params RedisValue[] arguments)
    {
        RedisValue call = Interlocked.Increment(ref _lastCall);
        RedisKey key = keys[0];
        RedisValue[] all = [.. arguments, call];
        RedisResult reply;
        try
        {
            reply = await SendAsync(key, database => database.ScriptEvaluateAsync(script.Hash, keys, all, Flags));
        }
        catch (SecureSessionStoreException exception) when (RedisFailure.IsUnknownScript(exception.InnerException))
        {
            // The server does not know the script (yet, or any more), so nothing has run. Sending the text makes the server know it.
            reply = await SendAsync(
                key, database => database.ScriptEvaluateAsync(script.Text, keys, all, Flags | CommandFlags.NoScriptCache));
        }

        return RedisReply.IsTo(call, reply) ? reply[1] : throw RedisFailure.ForeignReply();
    }

    /// <summary>Runs a script whose answer is the same for every key, on a key whose server is not known to be away.</summary>
    public ValueTask<RedisResult> EvaluateOnAnyAsync(RedisScript script, IReadOnlyList<RedisKey> keys) =>
        EvaluateAsync(script, keys.FirstOrDefault(IsServed, keys[0]));

    private bool IsServed(RedisKey key) => connection.Current?.GetDatabase().IsConnected(key, Flags) == true;

    private async ValueTask<RedisResult> SendAsync(RedisKey key, Func<IDatabase, Task<RedisResult>> send)
    {
        IConnectionMultiplexer multiplexer = connection.Current ?? throw RedisFailure.NotConnected();
        int shard = 1 + (multiplexer.HashSlot(key) >> SlotsShift);
        if (Interlocked.Increment(ref _inFlight[shard]) > MostInFlight)
        {
            Interlocked.Decrement(ref _inFlight[shard]);
            throw RedisFailure.TooManyInFlight();
        }

        Task<RedisResult>? call = null;
        try
        {
            // The library would queue a call that cannot be sent, for as long as its own timeout, which on a connection of the app differs
            // from the store's. AppConnectionTests fail without this check and without WaitAsync.
            IDatabase database = multiplexer.GetDatabase();
            if (!database.IsConnected(key, Flags))
                throw RedisFailure.Away();
            ThrowIfContested(multiplexer);
            call = send(database);
            RedisResult reply = await call.WaitAsync(settings.OperationTimeout, timeProvider).ConfigureAwait(false);

            // A second master may have come while the library chose between the two.
            ThrowIfContested(multiplexer);
            return reply;
        }
        catch (Exception exception) when (exception is not SecureSessionStoreException)
        {
            throw RedisFailure.Of(exception, settings.OperationTimeout);
        }
        finally
        {
            Release(shard, call);
        }
    }

    // A master that was replaced and comes back calls itself master until another server tells it otherwise, and the library may choose it:
    // sessions that ended meanwhile would live again. SentinelFaultTests fail without this.
    private static void ThrowIfContested(IConnectionMultiplexer multiplexer)
    {
        int masters = 0;
        foreach (IServer server in multiplexer.GetServers())
        {
            if (server is { ServerType: ServerType.Standalone, IsConnected: true, IsReplica: false } && ++masters > 1)
                throw RedisFailure.Contested();
        }
    }

    /// <summary>A call that was given up on counts until the library has given it up as well. Its exception has to be observed.</summary>
    private void Release(int shard, Task? call)
    {
        if (call is null or { IsCompleted: true })
        {
            _ = call?.Exception;
            Interlocked.Decrement(ref _inFlight[shard]);
            return;
        }

        _ = call.ContinueWith(
            late => Release(shard, late), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
