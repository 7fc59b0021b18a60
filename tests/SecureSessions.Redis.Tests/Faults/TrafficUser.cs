using System.Diagnostics;
using System.Globalization;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>A user at a browser, signed in once, who reads and counts on and on, one request after the other.</summary>
internal sealed class TrafficUser(string name, Browser browser, TrafficLog log) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    private int _acknowledged;
    private int _unknown;
    private long _servedAt;
    private int _refused;

    /// <summary>The public name of the session.</summary>
    public SessionId SessionId =>
        SessionToken.TryParse(browser.Token, out SessionToken token)
            ? token.Id
            : throw new InvalidOperationException($"{name} is not signed in.");

    /// <summary>When the last success came, by the stopwatch.</summary>
    public long ServedAt => Volatile.Read(ref _servedAt);

    /// <summary>How many requests were not served.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public async Task SignInAsync()
    {
        // The store is sound, but a machine may be too busy for its timeout.
        await Poll.UntilAsync(
            async () => await log.AskAsync(name, () => browser.GetAsync($"/sign-in/{name}")) is not null, $"{name} is signed in");
        if (browser.Token is null)
            throw new InvalidOperationException($"{name} was signed in without a cookie.");
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await AskAsync("/me", attempts: 0, () => browser.GetAsync("/me"));
            await AskAsync("/add", attempts: 1, () => browser.PostAsync("/add"));
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    public void Dispose() => browser.Dispose();

    private async Task AskAsync(string path, int attempts, Func<Task<Page>> send)
    {
        string? token = browser.Token;
        _unknown += attempts;
        Page? page = await log.AskAsync($"{name} at {path}", send);
        if (page is null)
            Interlocked.Increment(ref _refused);
        else
            Check(path, page.Body.Split(' '), isAcknowledgement: attempts > 0);
        if (browser.Token != token)
            log.Report($"{name} at {path}: the cookie was changed");
    }

    private void Check(string path, string[] answer, bool isAcknowledgement)
    {
        int counter = int.Parse(answer[1], CultureInfo.InvariantCulture);
        if (answer[0] != name)
            log.Report($"{name} at {path}: signed in as {answer[0]}");
        if (counter > _acknowledged + _unknown)
            log.Report($"{name} at {path}: counted {counter} after {_acknowledged}, with {_unknown} whose outcome is unknown");
        if (counter < _acknowledged)
            log.ReportLost(_acknowledged - counter);

        if (isAcknowledgement || counter < _acknowledged)
            (_acknowledged, _unknown) = (counter, 0);
        Volatile.Write(ref _servedAt, Stopwatch.GetTimestamp());
    }
}
