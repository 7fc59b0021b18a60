using System.Diagnostics;
using SecureSessions.Benchmarks.Apps;

namespace SecureSessions.Benchmarks.Load;

/// <summary>Drives with <see cref="HttpClient"/>, where there is no <c>wrk</c>: slower itself, so that ratios come out milder.</summary>
internal sealed class HttpClientDriver : ILoadDriver
{
    public string Name => "HttpClient";

    public async Task<LoadSample> DriveAsync(Uri address, string header, int seconds)
    {
        using var handler = new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = LoadSettings.Connections };
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.UserAgent.ParseAdd(BenchmarkApp.Browser);
        if (header.Split(": ", 2) is [var name, var value])
            client.DefaultRequestHeaders.Add(name, value);

        long started = Stopwatch.GetTimestamp();
        List<TimeSpan>[] latencies = await Task.WhenAll(
            Enumerable.Range(0, LoadSettings.Connections).Select(
                _ => Task.Run(() => RepeatAsync(client, address, TimeSpan.FromSeconds(seconds)))));
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        TimeSpan[] all = [.. latencies.SelectMany(static list => list).Order()];
        return new LoadSample(all.Length / took.TotalSeconds, all[(int)(all.Length * 0.99)]);
    }

    private static async Task<List<TimeSpan>> RepeatAsync(HttpClient client, Uri address, TimeSpan duration)
    {
        var latencies = new List<TimeSpan>();
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            long asked = Stopwatch.GetTimestamp();
            using HttpResponseMessage response = (await client.GetAsync(address)).EnsureSuccessStatusCode();
            latencies.Add(Stopwatch.GetElapsedTime(asked));
        }

        return latencies;
    }
}
