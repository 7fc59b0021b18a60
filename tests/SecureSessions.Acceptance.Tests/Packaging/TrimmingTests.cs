using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>Trimmed, and still compiled as it runs. The app of <see cref="NativeTests"/> is on Redis.</summary>
[Collection(PackagingCollection.Name)]
public sealed class TrimmingTests(PackageFeed feed)
{
    [Fact]
    public async Task A_trimmed_self_contained_app_sets_signs_in_reads_and_signs_out()
    {
        string folder = await feed.NewAppAsync("trimmed", "SecureSessions", SmallProgram.On(store: ""));
        await DotNetCli.RunAsync(
            folder, "publish", "-warnaserror", "-o", "out", "--use-current-runtime", "--self-contained", "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false");
        await using RunningApp app = await RunningApp.StartAsync(folder, Path.Combine(folder, "out", "trimmed"), SmallProgram.Setting);
        await SmallProgram.UseAsync(app);
    }
}
