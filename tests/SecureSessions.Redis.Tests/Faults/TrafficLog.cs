using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>What was asked and answered. What no answer may ever be, whatever happens to Redis, is a breach.</summary>
/// <param name="timeout">The store's: nobody waits for longer than that, and for what else a busy machine has to do.</param>
internal sealed class TrafficLog(TimeSpan timeout)
{
    private readonly ConcurrentQueue<string> _breaches = new();
    private long _longest;
    private int _served;
    private int _refused;
    private int _lost;

    public IReadOnlyCollection<string> Breaches => _breaches;

    /// <summary>How many acknowledged writes were not there any more.</summary>
    public int Lost => _lost;

    public int Refused => _refused;

    /// <summary>Sends a request; returns the answer if it was a success, and nothing if it was a 503.</summary>
    public async Task<Page?> AskAsync(string who, Func<Task<Page>> send)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            Page page = await send();
            Check(who, page);
            return page.Status == HttpStatusCode.OK ? page : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // Nothing here is so long that its response has started before it is committed.
            Report($"{who}: the connection was aborted: {exception.Message}");
            return null;
        }
        finally
        {
            Measure(who, Stopwatch.GetElapsedTime(start));
        }
    }

    public void Report(string breach) => _breaches.Enqueue(breach);

    public void ReportLost(int writes) => Interlocked.Add(ref _lost, writes);

    public override string ToString() =>
        $"{_served} served, {_refused} refused, {_lost} acknowledged writes lost, longest request "
        + $"{TimeSpan.FromTicks(_longest).TotalSeconds:0.00} s";

    private void Check(string who, Page page)
    {
        if (page.Status == HttpStatusCode.OK)
            Interlocked.Increment(ref _served);
        else if (page.Status == HttpStatusCode.ServiceUnavailable && page.Header("Retry-After").Length > 0)
            Interlocked.Increment(ref _refused);
        else
            Report($"{who}: answered {page.Status}, Retry-After '{page.Header("Retry-After")}'");

        if (page.SetCookies.Any(static cookie => ParsedCookie.Parse(cookie).IsDeletion))
            Report($"{who}: the cookie was deleted by an answer {page.Status}");
    }

    private void Measure(string who, TimeSpan duration)
    {
        if (duration > timeout + Patience.Slack)
            Report($"{who}: took {duration.TotalSeconds:0.00} s");

        long longest;
        while (duration.Ticks > (longest = Volatile.Read(ref _longest))
            && Interlocked.CompareExchange(ref _longest, duration.Ticks, longest) != longest)
        {
            // Somebody else was faster; is this one still longer?
        }
    }
}
