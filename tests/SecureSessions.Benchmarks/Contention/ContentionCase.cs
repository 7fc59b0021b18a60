using System.Diagnostics;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.Benchmarks.Measures;

namespace SecureSessions.Benchmarks.Contention;

/// <summary>Many parallel writers of one session, spread over nodes; no write may be lost.</summary>
/// <param name="title">What the table calls it.</param>
/// <param name="nodes">The nodes, which share a store.</param>
/// <param name="ownKey">Whether each writer has a key of its own, or all count on one counter.</param>
internal sealed class ContentionCase(string title, IReadOnlyList<ContentionNode> nodes, bool ownKey)
{
    private const int Writers = 64;
    private const int WritesEach = 10;
    private const double Writes = Writers * WritesEach;

    private readonly Rounds _calls = new();
    private readonly Rounds _conflicts = new();
    private readonly Rounds _p50 = new();
    private readonly Rounds _p99 = new();
    private int _rounds;

    private string Cookies => nodes[0].Cookies;

    public async Task RunAsync(bool counts)
    {
        foreach (ContentionNode node in nodes)
            node.ForgetCalls();

        var latencies = RequestLatencies.Sum(
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer)))));
        (double calls, double attempts) = (nodes.Sum(static node => node.Calls), nodes.Sum(static node => node.Attempts));
        _rounds++;
        await CheckAsync();
        if (!counts)
            return;

        _calls.Add(calls / Writes);
        _conflicts.Add((attempts - Writes) / Writes);
        _p50.Add(latencies.Percentile(0.5).TotalMilliseconds);
        _p99.Add(latencies.Percentile(0.99).TotalMilliseconds);
    }

    public string ToRow() =>
        $"| {title}, {(ownKey ? "a key each" : "one counter")} | {_calls.ToText("F2")} | {_conflicts.ToText("F2")} "
        + $"| {_p50.ToText("F1")} ms | {_p99.ToText("F1")} ms |";

    private async Task<RequestLatencies> WriteAsync(int writer)
    {
        var latencies = new RequestLatencies();
        ContentionNode node = nodes[writer % nodes.Count];
        PipelineExchange write = ContentionNode.NewWrite(Cookies, writer, ownKey);
        for (int i = 0; i < WritesEach; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await node.WriteAsync(write);
            latencies.Add(Stopwatch.GetElapsedTime(started));
        }

        return latencies;
    }

    private async Task CheckAsync()
    {
        int expected = _rounds * WritesEach * (ownKey ? 1 : Writers);
        for (int writer = 0; writer < Writers; writer++)
        {
            int count = await nodes[0].ReadAsync(Cookies, writer, ownKey);
            if (count != expected)
                throw new InvalidOperationException($"{title}: {count} of {expected} writes of writer {writer} were kept.");
        }
    }
}
