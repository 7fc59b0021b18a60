using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SecureSessions.Tests.Docs.Monitoring;

/// <summary>The code blocks of docs/monitoring.md.</summary>
internal static class MonitoringSnippets
{
    public static MeterListener Listen(Action<string, long> show)
    {
        #region listen
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "SecureSessions")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => show(instrument.Name, value));
        listener.Start();
        #endregion
        return listener;
    }

    public static void Events(WebApplicationBuilder builder)
    {
        #region events
        builder.Services.AddSingleton<ISecureSessionEventHandler, SecurityAlerts>();
        #endregion
    }

    public static void AuditLog(WebApplicationBuilder builder)
    {
        #region audit-log
        builder.Services.AddSecureSessions().AddSessionAuditLog(audit =>
        {
            audit.File = "/var/log/shop/audit.jsonl";               // without it: the app's log, category SecureSessions.Audit
            audit.Node = "shop-1";                                  // in each line; default: the name of the machine
        });
        #endregion
    }

    public static void Health(WebApplicationBuilder builder, WebApplication app)
    {
        #region health
        builder.Services.AddHealthChecks().AddSecureSessions();
        app.MapHealthChecks("/healthz").WithoutSession();
        #endregion
    }

    public static void Readiness(WebApplicationBuilder builder, WebApplication app)
    {
        #region readiness
        builder.Services.AddHealthChecks().AddSecureSessions(failureStatus: HealthStatus.Degraded, tags: ["ready"]);
        app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") }).WithoutSession();
        #endregion
    }
}
