using System.Diagnostics;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.Benchmarks.Measures;

namespace SecureSessions.Benchmarks.Memory;

/// <summary>Signed-in requests without a pause, on as many threads as there are cores.</summary>
internal sealed class RequestProbe
{
    // Enough that every shard of the store has some.
    private const int Sessions = 512;

    private readonly PipelineApp _app;
    private readonly string[] _cookies;

    private RequestProbe(PipelineApp app, string[] cookies)
    {
        _app = app;
        _cookies = cookies;
    }

    public static async Task<RequestProbe> StartAsync(PipelineApp app)
    {
        string[] cookies = new string[Sessions];
        for (int i = 0; i < Sessions; i++)
            cookies[i] = await app.SignInAsync();
        return new RequestProbe(app, cookies);
    }

    public async Task<RequestLatencies> WatchAsync(TimeSpan duration)
    {
        TimeSpan pausesBefore = GC.GetTotalPauseDuration();
        RequestLatencies[] parts = await Task.WhenAll(
            Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() => SendAsync(duration))));
        var sum = RequestLatencies.Sum(parts);
        sum.CollectorPauses = GC.GetTotalPauseDuration() - pausesBefore;
        return sum;
    }

    private async Task<RequestLatencies> SendAsync(TimeSpan duration)
    {
        var latencies = new RequestLatencies();
        PipelineExchange[] exchanges = [.. _cookies.Select(cookie => new PipelineExchange("/me", cookie))];
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; Stopwatch.GetElapsedTime(started) < duration; i = (i + 1) % exchanges.Length)
        {
            long asked = Stopwatch.GetTimestamp();
            await _app.CheckAsync(exchanges[i]);
            latencies.Add(Stopwatch.GetElapsedTime(asked));
        }

        return latencies;
    }
}
