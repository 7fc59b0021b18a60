using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Whoever reads Redis, listens to its traffic or reads the logs can neither use nor read a session.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class LeakTests : IAsyncLifetime
{
    private const string Password = "canary-of-a-password";

    // What a run is busy with.
    private static readonly HashSet<SessionEventType> Told =
    [
        SessionEventType.Created,
        SessionEventType.Renewed,
        SessionEventType.Regenerated,
        SessionEventType.LoggedOut,
        SessionEventType.Expired,
        SessionEventType.TokenRejected,
    ];

    private readonly SecretSearch _search = new();
    private RedisServer _server = null!;
    private SessionHost _host = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync(new RedisServerSettings { Password = Password });
        _host = await RedisHost.StartAsync(
            _server,
            static options =>
            {
                options.RenewalGrace = TimeSpan.FromSeconds(1);
                options.RenewalInterval = BusyRun.RenewalInterval;
            },
            static options => options.Configuration += $",password={Password}",
            configureServices: static services => services.AddHealthChecks().AddSecureSessions(),
            map: BusyRun.Map);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "ST-1")]
    [Trait("Requirement", "ST-2")]
    [Trait("Requirement", "LG-3")]
    public async Task No_token_secret_or_value_is_in_the_store_its_traffic_the_log_or_an_event()
    {
        await using RedisMonitor monitor = await _server.MonitorAsync();

        await new BusyRun(_host, _search).RunAsync();

        ReadOnlyMemory<byte> traffic = await monitor.ReadBytesAsync();
        IReadOnlyList<RedisEntry> entries = await _server.DumpAllAsync();
        byte[] dump = [.. entries.SelectMany(static entry => entry.Key.ToArray().Concat(entry.Dump.ToArray()))];
        Assert.True(traffic.Span.IndexOf("user-7"u8) >= 0 && dump.AsSpan().IndexOf("user-7"u8) >= 0, "What is no secret can be found.");
        Assert.Superset(Told, _host.Events.All.Select(static told => told.Type).ToHashSet());
        _search.AssertAbsentFrom("the traffic", traffic.Span);
        _search.AssertAbsentFrom("the store", dump);
        _search.AssertAbsentFromTelling(_host);
    }

    [Fact]
    [Trait("Requirement", "ST-6")]
    [Trait("Requirement", "LG-3")]
    public async Task A_store_that_fails_shows_neither_the_password_nor_what_it_was_to_keep()
    {
        _search.AddValue(Password);
        await new BusyRun(_host, _search).RunAsync();
        using Browser browser = _host.NewBrowser();
        await browser.GetAsync("/enter/ada");
        string shown = "";

        await _server.KillAsync();
        foreach (string path in (string[])["/keep/1", "/get/kept", "/enter/bob", "/sign-out"])
            shown += (await browser.GetAsync(path)).Body;
        HealthReport health = await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.NotEmpty(_host.Logs.Of("session_store_fail"));
        _search.AssertAbsentFrom("an answer", shown);
        _search.AssertAbsentFrom(
            "the health report", string.Join('\n', health.Entries.Values.Select(static entry => $"{entry.Description} {entry.Exception}")));
        _search.AssertAbsentFromTelling(_host);
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task Every_key_has_a_time_to_live()
    {
        await new BusyRun(_host, _search).RunAsync();

        IReadOnlyList<RedisEntry> entries = await _server.DumpAllAsync();

        Assert.Equal(
            ["d", "h2", "q2", "s2", "u2"],
            entries.Select(static entry => Encoding.UTF8.GetString(entry.Key.Span).Split(':')[1]).Distinct().Order(StringComparer.Ordinal));
        foreach (RedisEntry entry in entries)
            Assert.InRange(await TimeToLiveAsync(Encoding.UTF8.GetString(entry.Key.Span)), TimeSpan.FromSeconds(1), TimeSpan.FromDays(91));
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task The_time_of_a_list_and_of_a_queue_is_only_ever_lengthened()
    {
        ISecureSessionIndex index = _host.Store.InnerIndex;
        SessionId id = RandomValues.Id();
        string[] keys = ["ss:u2:ada", (string)new RedisKeys("ss:").Queue(id)!];

        await ReserveAsync(index, id, TimeSpan.FromHours(8));
        TimeSpan[] before = await Task.WhenAll(keys.Select(TimeToLiveAsync));
        await ReserveAsync(index, id, TimeSpan.FromHours(1));
        TimeSpan[] shorter = await Task.WhenAll(keys.Select(TimeToLiveAsync));
        await ReserveAsync(index, id, TimeSpan.FromHours(9));
        TimeSpan[] longer = await Task.WhenAll(keys.Select(TimeToLiveAsync));

        Assert.All(before, static time => Assert.InRange(time, TimeSpan.FromHours(8), TimeSpan.FromHours(8.5)));
        Assert.All(shorter, static time => Assert.InRange(time, TimeSpan.FromHours(8), TimeSpan.FromHours(8.5)));
        Assert.All(longer, static time => Assert.InRange(time, TimeSpan.FromHours(9), TimeSpan.FromHours(9.5)));
    }

    private async ValueTask ReserveAsync(ISecureSessionIndex index, SessionId id, TimeSpan life)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(
            (await _host.Store.GetTimeAsync(CancellationToken.None)).ToUnixTimeMilliseconds());
        await index.ReserveAsync(
            new SessionReservation(id, "ada", now, now + TimeSpan.FromMinutes(20), now + life), limit: null, CancellationToken.None);
    }

    private async Task<TimeSpan> TimeToLiveAsync(string key) =>
        TimeSpan.FromMilliseconds(long.Parse(await _server.ExecuteAsync("PTTL", key), CultureInfo.InvariantCulture));
}
