namespace SecureSessions.Sample;

/// <summary>Adds the audit trail.</summary>
internal static class AuditExtensions
{
    /// <summary>Keeps a trail of the session events: in a file, or in the app's log if no file is named.</summary>
    public static IServiceCollection AddAuditTrail(this IServiceCollection services, string? file)
    {
        if (string.IsNullOrEmpty(file))
            services.AddSingleton<IAuditSink, AuditLog>();
        else
            services.AddSingleton<IAuditSink>(new AuditFile(file));

        services.AddSingleton<AuditTrail>();
        services.AddSingleton<ISecureSessionEventHandler>(static provider => provider.GetRequiredService<AuditTrail>());
        return services.AddHostedService(static provider => provider.GetRequiredService<AuditTrail>());
    }
}
