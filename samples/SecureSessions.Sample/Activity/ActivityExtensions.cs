using OpenTelemetry.Metrics;

namespace SecureSessions.Sample;

/// <summary>Adds recent events and metrics, which the pages show.</summary>
internal static class ActivityExtensions
{
    /// <summary>Keeps the last events of each user, beside every other handler of events, and exports the metrics.</summary>
    public static IServiceCollection AddActivity(this IServiceCollection services)
    {
        services.AddSingleton<RecentEvents>();
        services.AddSingleton<ISecureSessionEventHandler>(static provider => provider.GetRequiredService<RecentEvents>());
        services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter("SecureSessions").AddPrometheusExporter());
        return services;
    }
}
