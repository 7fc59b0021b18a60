using System.Diagnostics;
using System.Globalization;
using SecureSessions.Benchmarks.Measures;

namespace SecureSessions.Benchmarks.Tokens;

/// <summary>A piece of work that is done many times a round.</summary>
/// <param name="title">What the table calls it.</param>
/// <param name="doOnce">Does it once.</param>
internal sealed class TokenWork(string title, Func<ValueTask> doOnce)
{
    private const int Times = 6_400;

    private readonly Rounds _rates = new();

    public TokenWork(string title, Action doOnce)
        : this(title, () =>
        {
            doOnce();
            return ValueTask.CompletedTask;
        })
    {
    }

    /// <summary>Prepares the work of a round, in as many pieces; that is not measured.</summary>
    public Func<int, Task>? Prepare { get; init; }

    /// <summary>How many do it at once.</summary>
    public int Callers { get; init; } = 1;

    public static void Print(IEnumerable<TokenWork> all)
    {
        Console.WriteLine();
        Console.WriteLine("| Work on tokens, on one thread unless said otherwise | a second | time each |");
        Console.WriteLine("|---|---|---|");
        foreach (TokenWork work in all)
            Console.WriteLine(work.ToRow());
    }

    public async Task RunAsync(bool counts)
    {
        if (Prepare is { } prepare)
            await prepare(Times);

        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(RepeatAsync)));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (counts)
            _rates.Add(Times / seconds);
    }

    private string ToRow()
    {
        string each = Callers == 1 ? string.Create(CultureInfo.InvariantCulture, $"{1_000_000 / _rates.Median:F1} µs") : "";
        return $"| {title} | {_rates.ToText("N0")} | {each} |";
    }

    private async Task RepeatAsync()
    {
        for (int i = 0; i < Times / Callers; i++)
            await doOnce();
    }
}
