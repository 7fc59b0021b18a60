using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the audit log.</summary>
public static class SessionAuditLogExtensions
{
    /// <summary>
    /// Keeps every session event as a line of JSON, in a file or in the app's log. No request waits for it, and it says how many lines are
    /// missing where it could not keep some.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the file and its limits. Without a file the lines go to the app's log.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Each line says when, what, with which outcome, who, where and on which node (ASVS 16.2.1). A process that is killed loses the events
    /// that are waiting; at a shutdown they are written out.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddSecureSessions().AddSessionAuditLog(o => o.File = "/var/log/shop/audit.jsonl");
    /// </code>
    /// </example>
    public static SecureSessionsBuilder AddSessionAuditLog(
        this SecureSessionsBuilder builder, Action<SessionAuditLogOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        OptionsBuilder<SessionAuditLogOptions> options = services.AddOptions<SessionAuditLogOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        if (services.Any(static service => service.ServiceType == typeof(AuditTrail)))
            return builder;

        services.AddSingleton<IValidateOptions<SessionAuditLogOptions>, SessionAuditLogOptionsValidator>();
        services.TryAddSingleton(CreateTarget);
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<ISecureSessionEventHandler>(static provider => provider.GetRequiredService<AuditTrail>());
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<AuditTrail>());
        return builder;
    }

    private static IAuditTarget CreateTarget(IServiceProvider services) =>
        services.GetRequiredService<IOptions<SessionAuditLogOptions>>().Value is { File: not null } options
            ? new AuditFile(options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<AuditFile>>())
            : new AuditCategory(services.GetRequiredService<ILoggerFactory>());
}
