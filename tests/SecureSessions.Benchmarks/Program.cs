using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using SecureSessions.Benchmarks.Allocations;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.Benchmarks.Contention;
using SecureSessions.Benchmarks.Load;
using SecureSessions.Benchmarks.Memory;
using SecureSessions.Benchmarks.Scale;
using SecureSessions.Benchmarks.Tokens;

// Measurements of their own; load and tokens start serve and serve-tokens as child processes. Anything else is for BenchmarkDotNet.
switch (args)
{
    case ["load", .. string[] rest]:
        await LoadMode.RunAsync(LoadSettings.Parse(rest));
        break;
    case ["allocations", .. string[] rest]:
        await AllocationMode.RunAsync(byType: rest is not ["exact"]);
        break;
    case ["memory"]:
        await MemoryMode.RunAsync();
        break;
    case ["redis-memory"]:
        await RedisMemoryMode.RunAsync();
        break;
    case ["scale"]:
        await ScaleMode.RunAsync();
        break;
    case ["redis-scale"]:
        await RedisScaleMode.RunAsync();
        break;
    case ["contention"]:
        await ContentionMode.RunAsync();
        break;
    case ["tokens", .. string[] rest]:
        await TokenMode.RunAsync(LoadSettings.Parse(rest));
        break;
    case ["serve", string variant]:
        await ServeMode.RunAsync(useServer => BenchmarkApp.Create(Enum.Parse<Variant>(variant), useServer));
        break;
    case [TokenMode.Serve, string variant]:
        await ServeMode.RunAsync(useServer => TokenApp.Create(Enum.Parse<TokenVariant>(variant), useServer));
        break;
    default:
        // In this process: nothing is restored or built while measuring. The counts keep a whole run within some minutes.
        Job job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(10);
        IConfig config = DefaultConfig.Instance.AddJob(job).WithArtifactsPath(
            Path.Combine(Path.GetTempPath(), "SecureSessions.Benchmarks"));
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
        break;
}
