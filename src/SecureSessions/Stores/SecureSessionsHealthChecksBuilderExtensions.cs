using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets the app's health depend on the session store.</summary>
public static class SecureSessionsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of the session store: degraded if it answers but is set up so that it cannot keep what it promises, and failed if it
    /// does not answer within <see cref="SecureSessionOptions.StoreTimeout"/>, or holds signing keys of tokens that this node cannot open.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What a failed check means; <see langword="null"/> is
    /// <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to select the check by.</param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder AddSecureSessions(
        this IHealthChecksBuilder builder,
        string name = "secure_sessions",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<HealthCheckServiceOptions>()
            .Validate<IServiceProviderIsService>(
                static (_, services) => services.IsService(typeof(StoreGateway)),
                "AddHealthChecks().AddSecureSessions() needs sessions. Call builder.Services.AddSecureSessions() as well.")
            .ValidateOnStart();
        return builder.Add(new HealthCheckRegistration(
            name,
            static services => new SecureSessionsHealthCheck(
                services.GetRequiredService<StoreGateway>(), services.GetServices<IHealthProbe>()),
            failureStatus,
            tags));
    }
}
