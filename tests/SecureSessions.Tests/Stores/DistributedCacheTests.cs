using System.Net;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>Apps whose sessions are in a distributed cache.</summary>
public sealed class DistributedCacheTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingCache _cache;

    public DistributedCacheTests() => _cache = new RecordingCache(_clock);

    [Fact]
    public async Task A_user_signs_in_reads_is_renewed_and_signs_out()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/a/1");
        await browser.GetAsync("/sign-in/ada");
        string? first = browser.Token;
        _clock.Advance(SecureSessionDefaults.RenewalInterval);

        Assert.Equal("1", (await browser.GetAsync("/get/a")).Body);
        Assert.NotEqual(first, browser.Token);
        Assert.Equal("ada", (await browser.GetAsync("/who")).Body);

        using Browser thief = browser.Copy();
        await browser.GetAsync("/sign-out");
        Assert.Equal(
            (null, "nobody", "SignedOut"), (browser.Token, (await thief.GetAsync("/who")).Body, (await thief.GetAsync("/why")).Body));
    }

    [Fact]
    public async Task Two_nodes_share_sessions_and_nothing_else()
    {
        await using SessionHost one = await StartAsync();
        await using SessionHost two = await StartAsync();
        using Browser browser = one.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        using Browser elsewhere = two.NewBrowser();
        elsewhere.Token = browser.Token;

        Assert.Equal("ada", (await elsewhere.GetAsync("/who")).Body);
        await elsewhere.GetAsync("/sign-out");

        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [InlineData("/plain", "get set")]
    [InlineData("/poll", "get")]
    [InlineData("/health", "")]
    [InlineData("/set/a/2", "get set get set")]
    [InlineData("/sign-out", "get set get set")]
    [InlineData("/sign-in/ada", "get set get set get set")]
    public async Task A_signed_in_request_has_a_fixed_number_of_calls(string path, string calls)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        _clock.Advance(TimeSpan.FromSeconds(1));
        _cache.ForgetCalls();

        await browser.GetAsync(path);

        Assert.Equal(calls, _cache.Calls);
    }

    [Theory]
    [InlineData("/plain", "")]
    [InlineData("/set/a/1", "get set")]
    [InlineData("/sign-in/ada", "get set")]
    public async Task A_request_without_a_cookie_calls_only_to_begin_a_session(string path, string calls)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        await browser.GetAsync(path);

        Assert.Equal(calls, _cache.Calls);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("set")]
    [Trait("Requirement", "ST-5")]
    public async Task A_cache_that_fails_is_answered_503_and_ends_nothing(string failing)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        _clock.Advance(TimeSpan.FromSeconds(1));
        _cache.Before = (call, _) => call == failing ? throw new InvalidOperationException("down") : Task.CompletedTask;

        Page page = await browser.GetAsync("/who");
        _cache.Before = null;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Empty(page.SetCookies);
        Assert.Equal("ada", (await browser.GetAsync("/who")).Body);
    }

    [Fact]
    public async Task What_a_newer_node_wrote_is_answered_503_and_stays()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        string key = _cache.Writes.Last().Key;
        byte[] newer = _cache.Look(key)!;
        newer[0]++;
        _cache.Damage(key, newer);

        Page page = await browser.GetAsync("/who");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal(newer, _cache.Look(key));
        Assert.Empty(page.SetCookies);
    }

    [Fact]
    public async Task The_weakness_of_a_distributed_cache_is_said_once()
    {
        await using SessionHost host = await StartAsync();

        LogLine line = Assert.Single(host.Logs.Of("session_store_weak"));
        Assert.Equal((109, LogLevel.Warning), (line.Event.Id, line.Level));
    }

    [Fact]
    public async Task Without_a_cache_the_app_does_not_start_and_says_what_registers_one()
    {
        InvalidOperationException error =
            await Assert.ThrowsAsync<InvalidOperationException>(() => SessionHost.StartAsync(new SessionHostSettings
            {
                Map = SmallApp.Map,
                ConfigureServices = static services => services.AddSecureSessions().AddDistributedCacheStore(),
            }));

        Assert.All(
            (string[])["AddStackExchangeRedisCache()", "AddDistributedSqlServerCache()", "AddDistributedMemoryCache()"],
            call => Assert.Contains(call, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_prefix_is_reported_at_start_up()
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(static options => options.KeyPrefix = null!));

        Assert.Contains("KeyPrefix is null", error.Message, StringComparison.Ordinal);
    }

    private Task<SessionHost> StartAsync(Action<DistributedCacheStoreOptions>? configure = null) =>
        SessionHost.StartAsync(new SessionHostSettings
        {
            Map = SmallApp.Map,
            TimeProvider = _clock,
            ConfigureServices = services =>
            {
                services.AddSingleton<IDistributedCache>(_cache);
                services.AddSecureSessions().AddDistributedCacheStore(configure);
            },
        });
}
