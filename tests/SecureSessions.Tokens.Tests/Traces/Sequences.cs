namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>All texts over an alphabet of steps.</summary>
internal static class Sequences
{
    /// <summary>All texts of exactly this length.</summary>
    public static IEnumerable<string> OfLength(int length, string steps) =>
        length == 0 ? [""] : OfLength(length - 1, steps).SelectMany(_ => steps, static (head, step) => head + step);

    /// <summary>All texts of at most this length.</summary>
    public static IEnumerable<string> UpToLength(int length, string steps) =>
        Enumerable.Range(0, length + 1).SelectMany(one => OfLength(one, steps));

    /// <summary>Runs a trace for each, on as many worlds as the machine has processors, and returns the traces that fail.</summary>
    public static IReadOnlyList<T> Failing<T>(
        IReadOnlyCollection<T> traces, Func<TokenWorld> newWorld, Func<TokenWorld, T, Task<bool>> holds)
    {
        var failing = new System.Collections.Concurrent.ConcurrentBag<T>();
        Parallel.ForEach(
            traces.Chunk(Math.Max(1, traces.Count / Environment.ProcessorCount)),
            chunk =>
            {
                using TokenWorld world = newWorld();
                foreach (T trace in chunk)
                {
                    if (!holds(world, trace).GetAwaiter().GetResult())
                        failing.Add(trace);
                }
            });
        return [.. failing];
    }
}
