using Xunit;

namespace SecureSessions.Redis.Tests.LinkCheck;

/// <summary>
/// The store is built and tested with the oldest client; an app brings a newer one. It must compile against that as well, without a member
/// that is obsolete there, and what was built against the oldest must find everything that it calls.
/// </summary>
public sealed class LinkCheckTests
{
    [Theory]
    [InlineData("2.13.23")]
    [InlineData("3.4.35")]
    public async Task The_store_compiles_against_a_newer_client_and_finds_its_members_there_as_it_was_built(string version)
    {
        using NewerClient newer = await NewerClient.CompileStoreAsync(version);
        using var compiled = new AssemblyMembers(newer.StorePath);
        using var client = new AssemblyMembers(newer.ClientPath);
        using var built = new AssemblyMembers(typeof(RedisSessionStore).Assembly.Location);

        Assert.Contains(typeof(RedisSessionStore).FullName, compiled.Types);
        Assert.NotEmpty(built.Named("StackExchange.Redis"));
        string[] missing = [.. built.Named("StackExchange.Redis").Except(client.Held)];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Theory]
    [InlineData("2.13.23")]
    [InlineData("3.4.35")]
    public async Task An_app_with_a_newer_client_compiles_over_a_text_and_over_a_connection_that_it_registers(string version)
    {
        using NewerClient newer = await NewerClient.CompileAppAsync(version);

        Assert.True(File.Exists(newer.ClientPath));
    }
}
