using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SecureSessions;

/// <summary>Asks the store how it is, and then those parts of the library that may keep this node from its work.</summary>
internal sealed class SecureSessionsHealthCheck(StoreGateway store, IEnumerable<IHealthProbe> probes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            StoreHealth health = await store.CheckHealthAsync();
            foreach (IHealthProbe probe in probes)
            {
                if (await probe.FindFaultAsync() is { } fault)
                    return new HealthCheckResult(context.Registration.FailureStatus, fault);
            }

            return health.IsSound ? HealthCheckResult.Healthy(health.Description) : HealthCheckResult.Degraded(health.Description);
        }
        catch (SecureSessionStoreException exception)
        {
            // Without the exception: reports are published, and what lies inside may name servers. The gateway has logged it.
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message);
        }
    }
}
