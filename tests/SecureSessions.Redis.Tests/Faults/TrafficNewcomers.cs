using System.Globalization;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>Sign in, a new browser and a new user every time. Who was told to be signed in must be so afterwards.</summary>
internal sealed class TrafficNewcomers(SessionHost host, TrafficLog log) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly List<(string Name, Browser Browser)> _signedIn = [];

    public async Task RunAsync(CancellationToken stop)
    {
        for (int number = 0; !stop.IsCancellationRequested; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"newcomer-{number}");
            Browser browser = host.NewBrowser();
            if (await log.AskAsync(name, () => browser.GetAsync($"/sign-in/{name}")) is not null)
                _signedIn.Add((name, browser));
            else if (browser.Token is not null)
                log.Report($"{name}: refused, with a cookie");
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>Asks all of them who they are. Their sign-in was an acknowledged write.</summary>
    public async Task CheckAsync()
    {
        foreach ((string name, Browser browser) in _signedIn)
        {
            string? answer = (await log.AskAsync(name, () => browser.GetAsync("/me")))?.Body.Split(' ')[0];
            if (answer == "nobody")
                log.ReportLost(1);
            else if (answer != name)
                log.Report($"{name}: signed in as {answer ?? "nobody knows"}");
        }
    }

    public void Dispose()
    {
        foreach ((_, Browser browser) in _signedIn)
            browser.Dispose();
    }
}
