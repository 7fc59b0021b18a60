using System.Globalization;

namespace SecureSessions.TestKit;

/// <content>What a test asks the server itself.</content>
public sealed partial class RedisServer
{
    /// <summary>
    /// Runs a command on a connection of its own and returns the answer as text; an error is an exception with the server's words.
    /// </summary>
    public async Task<string> ExecuteAsync(params string[] command)
    {
        RespReply reply = await OnConnectionAsync((connection, cancellationToken) => connection.ExecuteAsync(command, cancellationToken));
        return reply.Text;
    }

    /// <summary>
    /// How often each command ran since the last reset: <c>evalsha</c>, <c>config|get</c>. Commands of scripts count too.
    /// </summary>
    /// <remarks>The reset itself is left out; earlier questions of this method count as <c>info</c>.</remarks>
    public async Task<IReadOnlyDictionary<string, long>> CommandCountsAsync()
    {
        IReadOnlyDictionary<string, string> stats = await InfoAsync("commandstats");
        return stats
            .Where(static line => line.Key != "cmdstat_config|resetstat")
            .ToDictionary(
                static line => line.Key["cmdstat_".Length..],
                static line => long.Parse(line.Value.Split('=', ',')[1], CultureInfo.InvariantCulture));
    }

    public Task ResetCommandCountsAsync() => ExecuteAsync("CONFIG", "RESETSTAT");

    public async Task<long> DbSizeAsync() => long.Parse(await ExecuteAsync("DBSIZE"), CultureInfo.InvariantCulture);

    /// <summary>Forgets all scripts, as a restart or somebody else's <c>SCRIPT FLUSH</c> does.</summary>
    public Task FlushScriptsAsync() => ExecuteAsync("SCRIPT", "FLUSH");

    /// <summary>The processor time that it has used since its start, in user and in system mode.</summary>
    public async Task<TimeSpan> UsedCpuAsync()
    {
        IReadOnlyDictionary<string, string> cpu = await InfoAsync("cpu");
        return TimeSpan.FromSeconds(Seconds("used_cpu_user") + Seconds("used_cpu_sys"));

        double Seconds(string name) => double.Parse(cpu[name], CultureInfo.InvariantCulture);
    }

    /// <summary>One section of <c>INFO</c>.</summary>
    public async Task<IReadOnlyDictionary<string, string>> InfoAsync(string section) => InfoText.Parse(await ExecuteAsync("INFO", section));

    /// <summary>Everything that it holds, as the bytes of <c>DUMP</c>, uncompressed.</summary>
    public Task<IReadOnlyList<RedisEntry>> DumpAllAsync() => OnConnectionAsync(static async (connection, cancellationToken) =>
    {
        List<RedisEntry> entries = [];
        RespReply keys = await connection.ExecuteAsync(["KEYS", "*"], cancellationToken);
        foreach (byte[] key in keys.Items!.Select(static key => key.Bytes!))
        {
            // A key may expire in between.
            if ((await connection.ExecuteAsync(["DUMP"u8.ToArray(), key], cancellationToken)).Bytes is { } dump)
                entries.Add(new RedisEntry(key, dump));
        }

        return (IReadOnlyList<RedisEntry>)entries;
    });

    /// <summary>Records what it is told from now on.</summary>
    public async Task<RedisMonitor> MonitorAsync()
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        RespConnection connection = await RespConnection.OpenAsync(Port, _settings.Password, limit.Token);
        return await RedisMonitor.OpenAsync(this, connection, limit.Token);
    }

    private async Task<T> OnConnectionAsync<T>(Func<RespConnection, CancellationToken, Task<T>> run)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        try
        {
            await using RespConnection connection = await RespConnection.OpenAsync(Port, _settings.Password, limit.Token);
            return await run(connection, limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"Redis did not answer within {Patience.Limit.TotalSeconds} s.", exception);
        }
    }
}
