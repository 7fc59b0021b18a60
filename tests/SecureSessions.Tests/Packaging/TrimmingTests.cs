using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Packaging;

[Collection(PackagingCollection.Name)]
public sealed class TrimmingTests(PackageFeed feed)
{
    [Fact]
    public async Task A_trimmed_self_contained_app_sets_signs_in_reads_and_signs_out()
    {
        await using RunningApp app = await PublishAndStartAsync();
        await SmallProgram.UseAsync(app);
    }

    private async Task<RunningApp> PublishAndStartAsync()
    {
        string folder = await feed.NewAppAsync("trimmed", "SecureSessions", SmallProgram.On(store: ""));
        await DotNetCli.RunAsync(
            folder, "publish", "-warnaserror", "-o", "out", "--use-current-runtime", "--self-contained", "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false");
        return await RunningApp.StartAsync(folder, Path.Combine(folder, "out", "trimmed"));
    }
}
