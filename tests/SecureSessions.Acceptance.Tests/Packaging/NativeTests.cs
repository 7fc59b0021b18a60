using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>Compiled ahead of time to machine code, which the SDK does with the machine's clang or gcc as its linker.</summary>
[Collection(PackagingCollection.Name)]
public sealed class NativeTests(PackageFeed feed)
{
    [Fact]
    public async Task A_native_app_on_redis_sets_signs_in_reads_and_signs_out()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        string folder = await feed.NewAppAsync("native", "SecureSessions.Redis", SmallProgram.On($".AddRedisStore(\"{redis.Configuration}\")"));
        await DotNetCli.RunAsync(folder, "publish", "-warnaserror", "-o", "out", "--use-current-runtime", "-p:PublishAot=true", "-p:TrimmerSingleWarn=false");
        await using RunningApp app = await RunningApp.StartAsync(folder, Path.Combine(folder, "out", "native"), SmallProgram.Setting);

        // The program is all of it: no runtime and no assembly beside it.
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "out"), "*.dll"));
        await SmallProgram.UseAsync(app);
    }
}
