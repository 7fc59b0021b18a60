using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Events;

/// <summary>What operators see with nothing but OpenTelemetry's own exporters.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class ExporterTests
{
    [Fact]
    public async Task Prometheus_reads_counts_and_durations_in_buckets_of_seconds()
    {
        await using SessionHost host = await StartAsync(
            static telemetry => telemetry.WithMetrics(static metrics => metrics.AddMeter("SecureSessions").AddPrometheusExporter()),
            static app => app.MapPrometheusScrapingEndpoint().WithoutSession());
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/a/1");
        await browser.GetAsync("/sign-in/alice");

        Page page = await browser.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("# TYPE securesessions_store_duration_seconds histogram", page.Body, StringComparison.Ordinal);
        Assert.Equal(
            ["0.0001", "0.0005", "0.001", "0.005", "0.01", "0.05", "0.1", "0.25", "0.5", "1", "2", "5", "10", "+Inf"],
            Regex.Matches(
                page.Body,
                "^securesessions_store_duration_seconds_bucket{.*operation=\"create\",outcome=\"ok\",le=\"([^\"]*)\"}",
                RegexOptions.Multiline).Select(
                static match => match.Groups[1].Value));
        Assert.Equal("1", ValueOf(page.Body, "securesessions_sessions_created_total", "kind=\"anonymous\""));
        Assert.Equal("1", ValueOf(page.Body, "securesessions_sessions_ended_total", "reason=\"replaced\""));
        Assert.Equal("1", ValueOf(page.Body, "securesessions_sign_ins_total", "outcome=\"success\""));
        Assert.Equal("1", ValueOf(page.Body, "securesessions_sessions_active", ""));
    }

    [Fact]
    public async Task The_console_shows_metrics_and_traces_with_the_attributes_of_the_conventions()
    {
        TextWriter console = Console.Out;
        await using var shown = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(shown));
        try
        {
            await using SessionHost host = await StartAsync(static telemetry => telemetry
                .WithMetrics(static metrics => metrics.AddMeter("SecureSessions").AddConsoleExporter())
                .WithTracing(static traces => traces.AddSource("SecureSessions", "Microsoft.AspNetCore").AddConsoleExporter()));
            using Browser browser = host.NewBrowser();
            await browser.GetAsync("/set/a/1");
            host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Find);
            await browser.GetAsync("/get/a");
            host.Services.GetRequiredService<TracerProvider>().ForceFlush();
            host.Services.GetRequiredService<MeterProvider>().ForceFlush();
        }
        finally
        {
            Console.SetOut(console);
        }

        string text = shown.ToString();
        string found = Assert.Single(TracesOf(text, "SecureSessions.Find"));
        Assert.Matches("Kind: +Client", found);
        Assert.Matches("db\\.system\\.name: faulty", found);
        Assert.Matches("db\\.operation\\.name: find", found);
        Assert.Matches("error\\.type: System\\.TimeoutException", found);
        Assert.Matches("StatusCode *: *Error", found);
        Assert.DoesNotMatch("error\\.type|StatusCode", Assert.Single(TracesOf(text, "SecureSessions.Create")));
        Assert.Matches("securesessions\\.store\\.duration.*Unit: s\\b", text);
    }

    private static IEnumerable<string> TracesOf(string text, string name) =>
        text.Split("Activity.TraceId:").Where(trace => Regex.IsMatch(trace, $"Activity\\.DisplayName: +{Regex.Escape(name)}\\s"));

    private static string ValueOf(string text, string name, string tag) =>
        Regex.Match(text, $"^{name}{{[^}}]*{Regex.Escape(tag)}[^}}]*}} ([^ \n]+)", RegexOptions.Multiline).Groups[1].Value;

    private static Task<SessionHost> StartAsync(Action<OpenTelemetryBuilder> configure, Action<WebApplication>? map = null) =>
        SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = services => configure(services.AddOpenTelemetry()),
            Map = app =>
            {
                SmallApp.Map(app);
                map?.Invoke(app);
            },
        });
}
