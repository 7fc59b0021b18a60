using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

[Collection(PackagingCollection.Name)]
public sealed class TrimmingTests(PackageFeed feed)
{
    [Fact]
    public async Task A_trimmed_self_contained_app_sets_signs_in_reads_and_signs_out()
    {
        await using RunningApp app = await PublishAndStartAsync("trimmed", "SecureSessions", store: "");
        await SmallProgram.UseAsync(app);
    }

    [Fact]
    public async Task So_does_one_on_redis()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using RunningApp app = await PublishAndStartAsync("trimmedredis", "SecureSessions.Redis", $".AddRedisStore(\"{redis.Configuration}\")");
        await SmallProgram.UseAsync(app);
    }

    private async Task<RunningApp> PublishAndStartAsync(string name, string package, string store)
    {
        string folder = await feed.NewAppAsync(name, package, SmallProgram.On(store));
        await DotNetCli.RunAsync(
            folder, "publish", "-warnaserror", "-o", "out", "--use-current-runtime", "--self-contained", "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false");
        return await RunningApp.StartAsync(folder, Path.Combine(folder, "out", name), SmallProgram.Setting);
    }
}
