using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;

namespace SecureSessions.Browser.Tests.Pages;

/// <summary>The event stream of the session, as a page of the site reads it.</summary>
internal static class LiveStreamClient
{
    /// <summary>Opens the stream in the page, and comes back when its first heartbeat is there.</summary>
    public static Task OpenLiveStreamAsync(this IPage page) => page.EvaluateAsync(
        """
        async () => {
            const response = await fetch("/live");
            const reader = response.body.getReader();
            await reader.read();
            window.liveEnded = (async () => {
                while (!(await reader.read()).done);
                return Date.now();
            })();
        }
        """);

    /// <summary>When the stream ended, by the clock of this machine, which is the browser's too.</summary>
    public static async Task<DateTimeOffset> WaitForLiveEndAsync(this IPage page) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)await page.EvaluateAsync<double>("() => window.liveEnded"));
}
