using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>Somebody without a cookie, who has to be served all the time.</summary>
internal sealed class TrafficPassersBy(Browser browser, TrafficLog log) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await log.AskAsync("passer-by", () => browser.GetAsync("/plain")) is null)
                log.Report("passer-by: not served");
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    public void Dispose() => browser.Dispose();
}
