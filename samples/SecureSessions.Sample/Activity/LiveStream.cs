using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace SecureSessions.Sample;

/// <summary>An event stream with nothing to tell: by its end a page notices that its session has ended (docs/live-connections.md).</summary>
internal sealed class LiveStream(IHostApplicationLifetime lifetime)
{
    // Short enough for proxies, which cut what is silent for a minute or so.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>A heartbeat now and every 15 seconds, until nobody listens any more or the app stops.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The app would wait for its streams when it stops.
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
