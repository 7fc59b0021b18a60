using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using SecureSessions.Benchmarks.Apps;

namespace SecureSessions.Benchmarks.Requests;

/// <summary>A whole request through the whole pipeline, without a network: what is left is what each library costs.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class RequestBenchmarks
{
    private const string SignedIn = "signed in";
    private const string NoCookie = "no cookie";

    private readonly List<PipelineApp> _apps = [];
    private readonly Dictionary<Variant, Func<Task>> _signedIn = [];
    private readonly Dictionary<Variant, Func<Task>> _noCookie = [];

    [GlobalSetup]
    public async Task StartAsync()
    {
        // Those on Redis wait for a network.
        Variant[] inMemory = [Variant.Bare, Variant.Free, Variant.Baseline, Variant.Ours, Variant.OursAlone, Variant.OursInFull];
        foreach (Variant variant in inMemory)
        {
            PipelineApp app = await PipelineApp.StartAsync(variant);
            var me = new PipelineExchange("/me", app.Cookies);
            var index = new PipelineExchange("/", "");
            await app.CheckAsync(me);
            await app.CheckAsync(index);
            _apps.Add(app);
            _signedIn[variant] = () => app.SendAsync(me);
            _noCookie[variant] = () => app.SendAsync(index);
        }
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        foreach (PipelineApp app in _apps)
            await app.DisposeAsync();
    }

    [Benchmark(Description = "bare")]
    [BenchmarkCategory(SignedIn)]
    public Task SignedInBare() => _signedIn[Variant.Bare]();

    [Benchmark(Description = "fixed user")]
    [BenchmarkCategory(SignedIn)]
    public Task SignedInFree() => _signedIn[Variant.Free]();

    [Benchmark(Description = "cookie + Session", Baseline = true)]
    [BenchmarkCategory(SignedIn)]
    public Task SignedInBaseline() => _signedIn[Variant.Baseline]();

    [Benchmark(Description = "SecureSessions")]
    [BenchmarkCategory(SignedIn)]
    public Task SignedInOurs() => _signedIn[Variant.Ours]();

    [Benchmark(Description = "SecureSessions, everything off")]
    [BenchmarkCategory(SignedIn)]
    public Task SignedInAlone() => _signedIn[Variant.OursAlone]();

    [Benchmark(Description = "SecureSessions, everything on")]
    [BenchmarkCategory(SignedIn)]
    public Task SignedInInFull() => _signedIn[Variant.OursInFull]();

    [Benchmark(Description = "bare")]
    [BenchmarkCategory(NoCookie)]
    public Task NoCookieBare() => _noCookie[Variant.Bare]();

    [Benchmark(Description = "fixed user")]
    [BenchmarkCategory(NoCookie)]
    public Task NoCookieFree() => _noCookie[Variant.Free]();

    [Benchmark(Description = "cookie + Session", Baseline = true)]
    [BenchmarkCategory(NoCookie)]
    public Task NoCookieBaseline() => _noCookie[Variant.Baseline]();

    [Benchmark(Description = "SecureSessions")]
    [BenchmarkCategory(NoCookie)]
    public Task NoCookieOurs() => _noCookie[Variant.Ours]();
}
