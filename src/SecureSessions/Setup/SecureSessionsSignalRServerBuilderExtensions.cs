using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Closes connections of hubs when their sessions end.</summary>
public static class SecureSessionsSignalRServerBuilderExtensions
{
    /// <summary>
    /// Closes a connection of a hub when the session that opened it ends, on whichever node: by a sign-out, by revocation, or at either
    /// deadline (TM-9). Connections without a session are left alone. Works for WebSockets, server-sent events and long polling.
    /// </summary>
    /// <remarks>
    /// <c>Context.UserIdentifier</c>, and so <c>Clients.User(...)</c>, come from <see cref="SecureSessionOptions.UserIdSelector"/>, as the
    /// user ids of sessions do, unless the app has an <see cref="IUserIdProvider"/> of its own.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddSignalR()</c> returns.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    public static ISignalRServerBuilder AddSecureSessions(
        this ISignalRServerBuilder builder, Action<SecureSessionHubOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (configure is not null)
            services.Configure(configure);

        // A second filter would run everything twice.
        if (services.Any(static service => service.ServiceType == typeof(SecureSessionHubFilter)))
            return builder;

        services.AddOptions<SecureSessionHubOptions>()
            .Validate<IServiceProviderIsService>(
                static (_, services) => services.IsService(typeof(RequestSessions)),
                "AddSignalR().AddSecureSessions() needs sessions. Call builder.Services.AddSecureSessions() as well.")
            .ValidateOnStart();

        // The filter is created by hand, as AddSecureSession() does it: if AddSecureSessions() is missing, the container would report a
        // constructor and not what to call.
        services.AddSingleton(static provider => new SecureSessionHubFilter(
            provider.GetRequiredService<LiveSessions>(),
            provider.GetRequiredService<SessionLifecycle>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<SecureSessionHubOptions>>()));

        // AddSignalR() has added the framework's provider, which is removed. A provider of the app's own stays.
        if (services.FirstOrDefault(static service => service.ImplementationType == typeof(DefaultUserIdProvider)) is { } usual)
            services.Remove(usual);
        services.TryAddSingleton<IUserIdProvider>(
            static provider => new UserIdProvider(provider.GetRequiredService<SessionPolicy>()));
        services.Configure<HubOptions>(static options => options.AddFilter<SecureSessionHubFilter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, PipelineCheck>());
        return builder;
    }

    // Names the user as the session does. The framework's provider reads NameIdentifier only, and not `sub`.
    private sealed class UserIdProvider(SessionPolicy policy) : IUserIdProvider
    {
        // An app's selector expects a signed-in user, and an anonymous connection has none.
        public string? GetUserId(HubConnectionContext connection) =>
            connection.User.Identities.Any(static identity => identity.IsAuthenticated) ? policy.UserIdSelector(connection.User) : null;
    }
}
