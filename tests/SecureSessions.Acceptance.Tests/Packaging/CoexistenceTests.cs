using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>The packages beside those of others that use Redis, too: restored, built and run together.</summary>
[Collection(PackagingCollection.Name)]
public sealed class CoexistenceTests(PackageFeed feed)
{
    [Fact]
    public async Task Two_nodes_of_an_app_share_sessions_a_cache_keys_and_a_hub_on_the_connection_that_aspire_registers()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        string folder = await BuildAsync();
        await using RunningApp one = await StartAsync(folder, redis);
        await using RunningApp other = await StartAsync(folder, redis);
        using Browser atOne = one.NewBrowser();
        using Browser atOther = other.NewBrowser(atOne.Jar);

        await atOne.PostAsync("/login");
        await atOne.PostAsync("/session/kept");
        Assert.Equal(("alice", "kept"), ((await atOther.GetAsync("/me")).Body, (await atOther.GetAsync("/session")).Body));

        await atOne.PostAsync("/cache/cached");
        Assert.Equal("cached", (await atOther.GetAsync("/cache")).Body);

        string secret = (await atOne.GetAsync("/protect/secret")).Body;
        Assert.NotEqual("secret", secret);
        Assert.Equal("secret", (await atOther.GetAsync($"/unprotect/{secret}")).Body);

        await using HubClient listener = await HubClient.ConnectAsync(other.Address, atOther);
        await using HubClient teller = await HubClient.ConnectAsync(one.Address, atOne);
        Task<string> told = listener.HearAsync("Told");
        await teller.CallAsync("Tell", "news");
        Assert.Equal("alice: news", await told);
    }

    private async Task<string> BuildAsync()
    {
        string folder = await feed.NewAppAsync("coexisting", CoexistingProgram.Text, "SecureSessions");
        string others = string.Concat(CoexistingProgram.Others.Select(
            static other => $"<PackageReference Include=\"{other.Package}\" Version=\"{other.Version}\" />"));
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.targets"), $"""
            <Project>
              <ItemGroup>
                <PackageReference Include="SecureSessions.Redis" Version="{feed.PackageVersion}" />
                {others}
              </ItemGroup>
            </Project>
            """);

        // A feed may lack a patch that a package of others asks for, and give the next one (NU1603). That a version is older than what
        // another package needs (NU1605), or newer than it allows (NU1608), is an error here.
        await DotNetCli.RunAsync(folder, "build", "-warnaserror", "-warnnotaserror:NU1603", "-o", "out");
        return folder;
    }

    private static Task<RunningApp> StartAsync(string folder, RedisServer redis) =>
        RunningApp.StartAsync(folder, DotNetCli.Program, "out/coexisting.dll", $"--ConnectionStrings:redis={redis.Configuration}");
}
