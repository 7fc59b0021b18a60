using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The health check tells a Redis that may evict sessions, and one that does not answer.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class HealthTests
{
    private static readonly TimeSpan Timeout = TrafficApp.ShortTimeout;

    [Fact]
    public async Task A_server_that_evicts_nothing_is_healthy_and_one_that_may_is_degraded()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SessionHost host = await StartAsync(server);

        Assert.Equal((HealthStatus.Healthy, "Redis answers and evicts nothing."), await CheckAsync(host));
        await server.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        (HealthStatus status, string? description) = await CheckAsync(host);
        await server.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");

        Assert.Equal(HealthStatus.Degraded, status);
        Assert.Contains("allkeys-lru", description, StringComparison.Ordinal);
        Assert.Contains("Set noeviction.", description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task A_server_that_names_no_policy_is_healthy()
    {
        await using GarnetServer server = await GarnetServer.StartAsync();
        using RedisPorts ports = await RedisPorts.OpenAsync(server.Configuration);

        StoreHealth health = await ports.Store.CheckHealthAsync(CancellationToken.None);

        Assert.Equal((true, "Redis answers, and names no maxmemory-policy."), (health.IsSound, health.Description));
    }

    [Theory]
    [Trait("Requirement", "ST-5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_does_not_answer_is_unhealthy_within_the_timeout(bool hangs)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SessionHost host = await StartAsync(server, Timeout);
        if (hangs)
            server.Hang();
        else
            await server.KillAsync();

        long start = Stopwatch.GetTimestamp();
        (HealthStatus status, string? description) = await CheckAsync(host);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Timeout + Patience.Slack);
        Assert.Equal(HealthStatus.Unhealthy, status);
        Assert.DoesNotContain("127.0.0.1", description, StringComparison.Ordinal);
    }

    private static Task<SessionHost> StartAsync(RedisServer server, TimeSpan? timeout = null) => RedisHost.StartAsync(
        server,
        options => options.StoreTimeout = timeout ?? Patience.StoreTimeout,
        configureServices: static services => services.AddHealthChecks().AddSecureSessions());

    private static async Task<(HealthStatus Status, string? Description)> CheckAsync(SessionHost host)
    {
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        HealthReportEntry entry = Assert.Single(report.Entries).Value;
        return (entry.Status, entry.Description);
    }
}
