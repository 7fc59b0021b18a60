using System.Security.Cryptography;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// The one adapter between the store and the client library: every call is a script, ends within the timeout, gets its own reply or none, and
/// fails with one exception type, at once while its server is known to be away.
/// </summary>
internal sealed class RedisClient(IRedisConnection connection, RedisSettings settings, TimeProvider timeProvider)
{
    /// <summary>Calls that are not answered yet, given up on or not: a server that hangs must not collect doomed work without bound.</summary>
    public const int MostInFlight = 5_000;

    // A replica would answer from what it had when its master went. Without this ReplicaTests fail.
    private const CommandFlags Flags = CommandFlags.DemandMaster;

    // The bound is one for each sixteenth of a cluster's slots, so that a master that hangs does not use up what the others may have.
    // Without that ClusterFaultTests fail.
    private const int SlotsShift = 10;
    private const int Shards = 1 + (16_384 >> SlotsShift);

    // Of all clients of the process, since they may share a connection; and not from zero, since processes may share a proxy.
    private static long _lastCall = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private readonly int[] _inFlight = new int[Shards];

    /// <summary>Runs a script on one key.</summary>
    public async ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey key, params RedisValue[] arguments)
    {
        RedisValue call = Interlocked.Increment(ref _lastCall);
        RedisKey[] keys = [key];
        RedisValue[] all = [.. arguments, call];
        RedisResult reply;
        try
        {
            reply = await SendAsync(key, database => database.ScriptEvaluateAsync(script.Hash, keys, all, Flags));
        }
        catch (SecureSessionStoreException exception) when (RedisFailure.IsUnknownScript(exception.InnerException))
        {
            // The server does not know it (yet, or any more), so nothing has run. Its text teaches it.
            reply = await SendAsync(key, database => database.ScriptEvaluateAsync(script.Text, keys, all, Flags | CommandFlags.NoScriptCache));
        }

        return RedisReply.IsTo(call, reply) ? reply[1] : throw RedisFailure.ForeignReply();
    }

    /// <summary>Runs a script that does the same on every key, on one whose server is not known to be away.</summary>
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
            // The library would queue what cannot be sent, for as long as its own timeout; that of an app's connection is another than the store's.
            // Without the one and the other AppConnectionTests fail.
            IDatabase database = multiplexer.GetDatabase();
            if (!database.IsConnected(key, Flags))
                throw RedisFailure.Away();
            ThrowIfContested(multiplexer);
            call = send(database);
            RedisResult reply = await call.WaitAsync(settings.OperationTimeout, timeProvider).ConfigureAwait(false);

            // The second master may have come while the library chose between them.
            ThrowIfContested(multiplexer);
            return reply;
        }
        catch (Exception exception) when (exception is not SecureSessionStoreException)
        {
            throw RedisFailure.Of(exception, settings.OperationTimeout);
        }
        finally
        {
            Leave(shard, call);
        }
    }

    // A master that was replaced and comes back calls itself master until somebody tells it otherwise, and the library may choose it: what ended
    // meanwhile would live again. Without this SentinelFaultTests fail.
    private static void ThrowIfContested(IConnectionMultiplexer multiplexer)
    {
        int masters = 0;
        foreach (IServer server in multiplexer.GetServers())
        {
            if (server is { ServerType: ServerType.Standalone, IsConnected: true, IsReplica: false } && ++masters > 1)
                throw RedisFailure.Contested();
        }
    }

    /// <summary>A call that was given up on counts until the library has given it up too. Somebody has to look at its exception.</summary>
    private void Leave(int shard, Task? call)
    {
        if (call is null or { IsCompleted: true })
        {
            _ = call?.Exception;
            Interlocked.Decrement(ref _inFlight[shard]);
            return;
        }

        _ = call.ContinueWith(late => Leave(shard, late), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
