using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>The health check says how the store is, and nothing that should not be public.</summary>
public sealed class HealthCheckTests
{
    [Fact]
    public async Task A_store_that_answers_is_healthy()
    {
        await using SessionHost host = await StartAsync();

        HealthReportEntry entry = await CheckAsync(host);

        Assert.Equal((HealthStatus.Healthy, "The session store answers."), (entry.Status, entry.Description));
        Assert.Equal([StoreOperation.CheckHealth], host.Store.Calls);
    }

    [Fact]
    public async Task A_store_that_is_not_sound_is_degraded_and_says_why()
    {
        await using SessionHost host = await StartAsync();
        host.Store.Sicken = static _ => new StoreHealth(IsSound: false, "Set maxmemory-policy to noeviction.");

        HealthReportEntry entry = await CheckAsync(host);

        Assert.Equal((HealthStatus.Degraded, "Set maxmemory-policy to noeviction."), (entry.Status, entry.Description));
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce, null, HealthStatus.Unhealthy)]
    [InlineData(StoreFault.ThrowsAfterYield, null, HealthStatus.Unhealthy)]
    [InlineData(StoreFault.ThrowsLater, HealthStatus.Degraded, HealthStatus.Degraded)]
    [InlineData(StoreFault.Hangs, null, HealthStatus.Unhealthy)]
    [Trait("Requirement", "ST-5")]
    public async Task A_store_that_does_not_answer_has_failed_within_its_timeout(
        StoreFault fault, HealthStatus? failureStatus, HealthStatus status)
    {
        await using SessionHost host = await StartAsync(failureStatus);
        host.Store.Fail(fault, StoreOperation.CheckHealth);

        HealthReportEntry entry = await host.WhileTimePassesAsync(CheckAsync(host));

        Assert.Equal((status, "The session store failed at CheckHealth: no answer within 00:00:02."), (entry.Status, entry.Description));
        host.Store.Heal();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    [Trait("Requirement", "ST-6")]
    public async Task What_a_store_throws_is_logged_and_not_reported()
    {
        await using SessionHost host = await StartAsync();
        host.Store.Sicken = static _ => throw new InvalidOperationException("redis.internal:6379,password=hunter2");

        HealthReportEntry entry = await CheckAsync(host);

        Assert.Equal(
            (HealthStatus.Unhealthy, "The session store failed at CheckHealth: InvalidOperationException.", null),
            (entry.Status, entry.Description, entry.Exception));
        Assert.IsType<InvalidOperationException>(Assert.Single(host.Logs.Of("session_store_fail")).Exception);
    }

    [Fact]
    public async Task The_health_check_is_served_over_http_under_its_name_and_tags()
    {
        await using SessionHost host = await StartAsync(tags: ["ready"]);
        using Browser browser = host.NewBrowser();

        Page healthy = await browser.GetAsync("/healthz");
        host.Store.Fail(StoreFault.ThrowsAtOnce);
        Page failed = await browser.GetAsync("/healthz");

        Assert.Equal((HttpStatusCode.OK, "Healthy"), (healthy.Status, healthy.Body));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (failed.Status, failed.Body));
        Assert.Equal(["secure_sessions"], (await ReportAsync(host, "ready")).Entries.Keys);
        Assert.Empty((await ReportAsync(host, "other")).Entries);
    }

    private static Task<SessionHost> StartAsync(HealthStatus? failureStatus = null, params string[] tags) =>
        SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = services => services.AddHealthChecks().AddSecureSessions(failureStatus: failureStatus, tags: tags),
            Map = static app => app.MapHealthChecks("/healthz").WithoutSession(),
        });

    private static async Task<HealthReportEntry> CheckAsync(SessionHost host) =>
        Assert.Single((await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries).Value;

    private static Task<HealthReport> ReportAsync(SessionHost host, string tag) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(tag));
}
