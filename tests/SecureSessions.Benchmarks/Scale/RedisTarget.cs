using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.Benchmarks.Measures;
using SecureSessions.Benchmarks.Memory;
using SecureSessions.TestKit;

namespace SecureSessions.Benchmarks.Scale;

/// <summary>Sessions on servers of Redis that hold nothing else, and what it costs to find one of them.</summary>
internal sealed class RedisTarget : IAsyncDisposable
{
    private const int Callers = 32;
    private const int Creators = 256;

    private static readonly TimeSpan LongLife = TimeSpan.FromHours(8);
    private static readonly TimeSpan CreationLimit = TimeSpan.FromMinutes(4);

    private readonly string _title;
    private readonly IAsyncDisposable _owner;
    private readonly IReadOnlyList<RedisServer> _servers;
    private readonly ServiceProvider _services;
    private readonly SessionCrowd _sessions;
    private readonly Rounds _rates = new();
    private readonly Rounds _p99 = new();
    private readonly Rounds _processorTimes = new();

    private RedisTarget(
        string title, IAsyncDisposable owner, IReadOnlyList<RedisServer> servers, ServiceProvider services, int size)
    {
        _title = title;
        _owner = owner;
        _servers = servers;
        _services = services;
        _sessions = new SessionCrowd(services, size);
    }

    public static async Task<RedisTarget> OnOneServerAsync(int size)
    {
        RedisServer server = await RedisServer.StartAsync();
        return await CreateAsync("one Redis", server, [server], server.Configuration, size);
    }

    public static async Task<RedisTarget> OnClusterAsync(int size)
    {
        RedisCluster cluster = await RedisCluster.StartMastersAsync();
        return await CreateAsync("a cluster of three masters", cluster, cluster.Nodes, cluster.Configuration, size);
    }

    /// <summary>One round of finds by many callers at once.</summary>
    public async Task RunAsync(TimeSpan duration, bool counts)
    {
        TimeSpan before = await UsedCpuAsync();
        long started = Stopwatch.GetTimestamp();
        var all = RequestLatencies.Sum(
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => FindAsync(started, duration)))));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        TimeSpan used = await UsedCpuAsync() - before;
        if (!counts)
            return;

        _rates.Add(all.Count / seconds);
        _p99.Add(all.Percentile(0.99).TotalMilliseconds);
        _processorTimes.Add(used.TotalMicroseconds / all.Count);
    }

    public string ToRow(TimeSpan requestInterval)
    {
        double users = requestInterval.TotalMicroseconds / _processorTimes.Median;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {_sessions.Count:N0} on {_title} | {_rates.ToText("N0")} | {_p99.ToText("F2")} ms | {_processorTimes.ToText("F1")} µs "
            + $"| {users:N0} |");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _owner.DisposeAsync();
    }

    private static async Task<RedisTarget> CreateAsync(
        string title, IAsyncDisposable owner, IReadOnlyList<RedisServer> servers, string configuration, int size)
    {
        try
        {
            var target = new RedisTarget(title, owner, servers, await RedisServices.StartAsync(configuration), size);
            long started = Stopwatch.GetTimestamp();
            await target._sessions.GrowToAsync(size, LongLife, Creators, CreationLimit);
            TimeSpan took = Stopwatch.GetElapsedTime(started);
            Console.WriteLine(FormattableString.Invariant(
                $"{target._sessions.Count:N0} sessions were created on {title} in {took.TotalSeconds:F0} s"));
            return target;
        }
        catch
        {
            await owner.DisposeAsync();
            throw;
        }
    }

    private async Task<RequestLatencies> FindAsync(long started, TimeSpan duration)
    {
        var latencies = new RequestLatencies();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            long asked = Stopwatch.GetTimestamp();
            await _sessions.FindAnyAsync();
            latencies.Add(Stopwatch.GetElapsedTime(asked));
        }

        return latencies;
    }

    private async Task<TimeSpan> UsedCpuAsync()
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (RedisServer server in _servers)
            sum += await server.UsedCpuAsync();
        return sum;
    }
}
