using System.Globalization;
using SecureSessions.Benchmarks.Load;
using SecureSessions.Benchmarks.Measures;

namespace SecureSessions.Benchmarks.Tokens;

/// <summary>The samples of an API by the ways in which it checks an access token.</summary>
internal sealed class TokenTable
{
    private readonly Dictionary<TokenVariant, List<LoadSample>> _samples = Enum.GetValues<TokenVariant>().ToDictionary(
        static variant => variant, static _ => new List<LoadSample>());

    public void Add(TokenVariant variant, LoadSample sample) => _samples[variant].Add(sample);

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine(
            "| Access token: GET /me | requests/s | p99 | processor time a request | beyond AddJwtBearer | Redis' own | of AddJwtBearer |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        List<LoadSample> plain = _samples[TokenVariant.Plain];
        foreach ((TokenVariant variant, List<LoadSample> samples) in _samples)
        {
            double redis = Of(samples, static sample => sample.RedisTimeEach.TotalMicroseconds).Median;
            bool isOnRedis = variant is TokenVariant.CachedOnRedis or TokenVariant.EveryRequestOnRedis;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Describe(variant)} | {Of(samples, static sample => sample.RequestsPerSecond).Median:N0} "
                + $"| {Of(samples, static sample => sample.P99.TotalMilliseconds).Median:F1} ms "
                + $"| {Of(samples, static sample => sample.ProcessorTimeEach.TotalMicroseconds).Median:F1} µs "
                + $"| {Beyond(plain, samples).ToText("F1")} µs | {(isOnRedis ? $"{redis:F1} µs" : "")} "
                + $"| {Ratio(plain, samples).ToText("F2")} |"));
        }
    }

    private static Rounds Of(List<LoadSample> samples, Func<LoadSample, double> select) => Rounds.Of(samples.Select(select));

    // What a request takes beyond one of the same round.
    private static Rounds Beyond(List<LoadSample> plain, List<LoadSample> samples) => Rounds.Of(samples.Zip(
        plain, static (mine, theirs) => (mine.ProcessorTimeEach - theirs.ProcessorTimeEach).TotalMicroseconds));

    private static Rounds Ratio(List<LoadSample> plain, List<LoadSample> samples) =>
        Rounds.Of(samples.Zip(plain, static (mine, theirs) => mine.RequestsPerSecond / theirs.RequestsPerSecond));

    private static string Describe(TokenVariant variant) => variant switch
    {
        TokenVariant.Bare => "nobody looks at it",
        TokenVariant.Plain => "`AddJwtBearer()`",
        TokenVariant.SignatureOnly => "`AddSessionBearer()`, `SignatureOnly`",
        TokenVariant.Cached => "`AddSessionBearer()`, `Cached`, in memory",
        TokenVariant.EveryRequest => "`AddSessionBearer()`, `EveryRequest`, in memory",
        TokenVariant.CachedOnRedis => "`AddSessionBearer()`, `Cached`, on Redis",
        TokenVariant.EveryRequestOnRedis => "`AddSessionBearer()`, `EveryRequest`, on Redis",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
