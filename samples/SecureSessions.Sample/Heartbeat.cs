using System.Runtime.CompilerServices;

namespace SecureSessions.Sample;

/// <summary>What a page listens to: a stream that says that the session still lives, and ends with it.</summary>
internal static class Heartbeat
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public static async IAsyncEnumerable<string> BeatAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
            yield return "beat";
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
