using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using SecureSessions.Tests.Stores;
using Xunit;

namespace SecureSessions.Tests.Users;

/// <summary>The sessions of all users are ended at once, by a change of the configuration.</summary>
public sealed class EndAllUsersTests
{
    [Fact]
    [Trait("Requirement", "TM-5")]
    public async Task A_new_store_key_ends_the_sessions_of_all_users()
    {
        using var shared = new SharedStore();
        await using SessionHost before = await shared.StartNodeAsync(RandomValues.Bytes(32));
        await using SessionHost after = await shared.StartNodeAsync(RandomValues.Bytes(32));

        Assert.Equal(["nobody", "nobody", "none"], await VisitAsync(before, after));
    }

    [Fact]
    [Trait("Requirement", "TM-5")]
    public async Task A_new_key_prefix_ends_the_sessions_of_all_users()
    {
        var cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        await using SessionHost before = await StartAsync(cache, SecureSessionDefaults.KeyPrefix);
        await using SessionHost after = await StartAsync(cache, "ss2:");

        Assert.Equal(["nobody", "nobody", "none"], await VisitAsync(before, after));
    }

    /// <summary>What two users and a visitor who have sessions before find afterwards; a sign-in works again.</summary>
    private static async Task<string[]> VisitAsync(SessionHost before, SessionHost after)
    {
        Browser[] users = await before.SignInAsync("alice", "bob");
        using Browser visitor = before.NewBrowser();
        await visitor.GetAsync("/set/a/1");
        Assert.Equal(["alice", "bob"], await users.AskAsync("/who"));

        Browser[] next = [.. users.Append(visitor).Select(browser => new Browser(after.NewClient(), browser.Jar))];
        string[] found = [.. await next[..2].AskAsync("/who"), .. await next[2..].AskAsync("/get/a")];
        await next[0].GetAsync("/sign-in/alice");
        Assert.Equal("alice", (await next[0].GetAsync("/who")).Body);
        return found;
    }

    private static Task<SessionHost> StartAsync(MemoryDistributedCache cache, string prefix) =>
        SessionHost.StartAsync(new SessionHostSettings
        {
            Map = SmallApp.Map,
            ConfigureSessions = sessions =>
            {
                sessions.Services.AddSingleton<IDistributedCache>(cache);
                sessions.AddDistributedCacheStore(options => options.KeyPrefix = prefix);
            },
        });
}
