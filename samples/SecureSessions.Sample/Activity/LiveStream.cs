using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace SecureSessions.Sample;

/// <summary>
/// An event stream with heartbeats only. When it ends, a page knows that its session has ended (docs/live-connections.md).
/// </summary>
internal sealed class LiveStream(IHostApplicationLifetime lifetime)
{
    // The interval is short enough for proxies, which cut a connection that is silent for about a minute.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Sends a heartbeat now and every 15 seconds, until the client disconnects or the app stops.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Without this token the app, when it stops, would wait for its streams.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Interval);
        do
        {
            yield return new SseItem<string>("alive", "heartbeat");
        }
        while (await TicksAsync(timer, stop.Token));
    }

    private static async Task<bool> TicksAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
