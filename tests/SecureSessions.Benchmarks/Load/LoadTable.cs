using System.Globalization;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.Benchmarks.Measures;

namespace SecureSessions.Benchmarks.Load;

/// <summary>The samples of one endpoint. A ratio is the median of the rounds' own ratios: drift of the machine falls out of it.</summary>
internal sealed class LoadTable(string title)
{
    private readonly Dictionary<Variant, List<LoadSample>> _samples = Enum.GetValues<Variant>().ToDictionary(
        v => v, _ => new List<LoadSample>());

    public void Add(Variant variant, LoadSample sample) => _samples[variant].Add(sample);

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine(
            $"| {title} | requests/s | p99 | processor time a request | of that the session | Redis' own | of bare | of a fixed user | "
            + "of cookie authentication + Session on the same store |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach ((Variant variant, List<LoadSample> samples) in _samples)
        {
            double rate = Median(samples.Select(static sample => sample.RequestsPerSecond));
            double p99 = Median(samples.Select(static sample => sample.P99.TotalMilliseconds));
            double each = Median(samples.Select(static sample => sample.ProcessorTimeEach.TotalMicroseconds));
            double redis = Median(samples.Select(static sample => sample.RedisTimeEach.TotalMicroseconds));
            bool isOnRedis = variant is Variant.BaselineOnRedis or Variant.OursOnRedis or Variant.OursOnRedisNear;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Describe(variant)} | {rate:N0} | {p99:F1} ms | {each:F1} µs | {TaxOf(samples)} µs | "
                + $"{(isOnRedis ? $"{redis:F1} µs" : "")} | {RatioTo(Variant.Bare, samples)} | {RatioTo(Variant.Free, samples)} | "
                + $"{RatioTo(isOnRedis ? Variant.BaselineOnRedis : Variant.Baseline, samples)} |"));
        }
    }

    // What a request takes beyond one of the same round with a fixed user and no session.
    private string TaxOf(List<LoadSample> samples) =>
        Rounds.Of(samples.Zip(
            _samples[Variant.Free], static (mine, free) => (mine.ProcessorTimeEach - free.ProcessorTimeEach).TotalMicroseconds)).ToText("F1");

    private string RatioTo(Variant other, List<LoadSample> samples) =>
        Rounds.Of(samples.Zip(_samples[other], static (mine, theirs) => mine.RequestsPerSecond / theirs.RequestsPerSecond)).ToText("F2");

    private static double Median(IEnumerable<double> numbers) => Rounds.Of(numbers).Median;

    private static string Describe(Variant variant) => variant switch
    {
        Variant.Bare => "bare Kestrel, no session",
        Variant.Free => "a fixed user, no session: the framework's own share",
        Variant.Baseline => "cookie authentication + ASP.NET Core Session",
        Variant.Ours => "SecureSessions, in memory",
        Variant.BaselineOnRedis => "cookie authentication + ASP.NET Core Session, on Redis",
        Variant.OursOnRedis => "SecureSessions, on Redis",
        Variant.OursOnRedisNear => "SecureSessions, on Redis, near cache of 1 s",
        Variant.OursAlone => "SecureSessions, in memory, everything off",
        Variant.OursInFull => "SecureSessions, in memory, everything on",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
