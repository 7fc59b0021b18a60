using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>Compiled ahead of time to machine code, which the SDK does with the machine's clang or gcc as its linker.</summary>
/// <remarks>
/// What holds here holds for an app that is only trimmed, too: this warns of all that trimming warns of, and leaves out more, of the
/// framework and of what is known of types at run time. As it takes as long as all the others that build apps, it runs beside them.
/// </remarks>
public sealed class NativeTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    [Fact]
    public async Task A_native_app_in_memory_and_on_redis_keeps_values_signs_browsers_and_clients_in_and_out_and_refreshes_tokens()
    {
        string folder = await feed.NewAppAsync("native", SmallProgram.Text, SmallProgram.Packages);
        await DotNetCli.RunAsync(
            folder,
            "publish",
            "-warnaserror",
            "-o",
            "out",
            "--use-current-runtime",
            "-p:PublishAot=true",
            "-p:TrimmerSingleWarn=false",
            // It warns of the same, and takes half the time.
            "-p:Optimize=false",
            // What a debugger would read takes a third of the time.
            "-p:NativeDebugSymbols=false",
            "-p:StripSymbols=false");
        string program = Path.Combine(folder, "out", "native");
        string auditLog = Path.Combine(folder, "audit.jsonl");

        // The program is all of it: no runtime and no assembly beside it.
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "out"), "*.dll"));
        await using RunningApp inMemory = await RunningApp.StartAsync(
            folder, program, [.. SmallProgram.Settings, SmallProgram.SettingOf(auditLog)]);
        await SmallProgram.UseAsync(inMemory);
        await Poll.UntilAsync(async () => (await File.ReadAllTextAsync(auditLog)).Contains(
            "\"event\":\"session_logout\",\"level\":\"Information\",\"outcome\":\"Success\"", StringComparison.Ordinal),
            "the sign-out is in the audit log");
        await using RedisServer redis = await RedisServer.StartAsync();
        await using RunningApp onRedis = await RunningApp.StartAsync(
            folder, program, [.. SmallProgram.Settings, SmallProgram.SettingOf(redis)]);
        await SmallProgram.UseAsync(onRedis);
        Assert.NotEqual(0, await redis.DbSizeAsync());
    }
}
