using System.Diagnostics;

namespace SecureSessions.TestKit;

/// <summary>Asks again and again, for what happens outside of this process and its clocks.</summary>
internal static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Returns how long it took until the answer was yes, or throws after <see cref="Patience.Limit"/>, saying what did not happen.
    /// </summary>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> asksWhether, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await asksWhether())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience.Limit)
                throw new TimeoutException($"Within {Patience.Limit.TotalSeconds:0.#} s it did not happen: {what}.");

            await Task.Delay(Pause);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, string)"/>
    public static Task<TimeSpan> UntilAsync(Func<bool> asksWhether, string what) => UntilAsync(() => Task.FromResult(asksWhether()), what);
}
