using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers sessions.</summary>
public static class SecureSessionsServiceCollectionExtensions
{
    /// <summary>Adds sessions, kept in memory until a store is added.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the defaults of <see cref="SecureSessionDefaults"/>.</param>
    /// <returns>A builder for stores and features.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddSecureSessions(o =>
    /// {
    ///     o.MaxSessionsPerUser = 5;                               // 100 by default
    ///     o.SessionLimit = SessionLimitBehavior.RefuseNew;        // EndOldest by default; or AllowAndNotify
    /// });
    /// </code>
    /// </example>
    public static SecureSessionsBuilder AddSecureSessions(this IServiceCollection services, Action<SecureSessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsBuilder<SecureSessionOptions> options = services.AddOptions<SecureSessionOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        options.Validate<IServiceProviderIsService>(
            static (options, services) =>
                options.Signals.ImpossibleTravel == SignalResponse.Report || services.IsService(typeof(IGeoLocator)),
            "Signals.ImpossibleTravel is StepUp or End, but no IGeoLocator is registered to tell where users are. Call "
            + "AddSecureSessions().AddGeoLocator<T>() with a locator of the app, or leave Signals.ImpossibleTravel at Report.");

        options.Validate<IServiceProviderIsService>(
            static (options, services) =>
                options.NearCacheFor is null || services.IsService(typeof(ISecureSessionAnnouncements)),
            "NearCacheFor is set, but the session store announces no changes: no ISecureSessionAnnouncements is registered with it, so "
            + "that a node would not hear of an end. Use AddRedisStore(...), or a store of your own with announcements, or leave "
            + "NearCacheFor at null.");

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecureSessionOptions>, SecureSessionOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecureSessionOptions>, KeepPlaceValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionOptions>, FrameworkSessionCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<SessionPolicy>();
        services.TryAddSingleton<SessionCookies>();
        services.TryAddSingleton<SessionMetrics>();
        services.TryAddSingleton<FloodDetector>();
        services.TryAddSingleton<ISessionEventWatch>(static provider => provider.GetRequiredService<FloodDetector>());
        services.TryAddSingleton<SessionEvents>();
        services.TryAddSingleton<NearCache>();
        services.TryAddSingleton<StoreGateway>();
        services.TryAddSingleton(static provider => CreateCipher(provider.GetRequiredService<SessionPolicy>()));
        services.TryAddSingleton<OpenedPayloads>();
        services.TryAddSingleton<SessionOpener>();
        services.TryAddSingleton<SessionVault>();
        services.TryAddSingleton<SessionLifecycle>();
        services.TryAddSingleton<SessionEnding>();
        services.TryAddSingleton<ProviderIndex>();
        services.TryAddSingleton<SessionCreation>();
        services.TryAddSingleton<LiveSessions>();
        services.TryAddSingleton<CrossSitePolicy>();
        services.TryAddSingleton<CrossSiteCheck>();
        services.TryAddSingleton<GeoLookup>();
        services.TryAddSingleton<TravelCheck>();
        services.TryAddSingleton<ClientLookup>();
        services.TryAddSingleton<MemoryCounters>();
        services.TryAddSingleton<AttemptCounters>();
        services.TryAddSingleton<AttemptNames>();
        services.TryAddSingleton<AttemptGuard>();
        services.TryAddSingleton<ISignInAttempts>(static provider => provider.GetRequiredService<AttemptGuard>());
        services.TryAddSingleton<ClientNotes>();
        services.TryAddSingleton<ClientMemory>();
        services.TryAddSingleton<ClientCheck>();
        services.TryAddSingleton<ProviderTokensCheck>();
        services.TryAddSingleton<TicketReplacement>();
        services.TryAddSingleton<PrincipalRefresh>();
        services.TryAddSingleton<SessionValidation>();
        services.TryAddSingleton<CompanionCookies>();
        services.TryAddSingleton<StaticFiles>();
        services.TryAddSingleton<FailureAnswer>();
        services.TryAddSingleton<HstsCheck>();
        services.TryAddSingleton<SessionArrival>();
        services.TryAddSingleton<SessionCommit>();
        services.TryAddSingleton<RequestSessions>();
        services.TryAddSingleton<SignInLimit>();
        services.TryAddSingleton<SignInReplacement>();
        services.TryAddSingleton<SignInSignals>();
        services.TryAddSingleton<SignInFlow>();
        services.TryAddSingleton<DeadlineProcessor>();
        services.TryAddSingleton<ISecureSessionManager, SecureSessionManager>();
        services.AddHostedService<WeakSettingsReport>();
        services.AddHostedService<RemoteProviderCheck>();
        services.AddHostedService<DeadlineWatch>();
        return new SecureSessionsBuilder(services).AddMemoryStore();
    }

    /// <summary>Adds sessions, configured by a section: its keys are the properties of <see cref="SecureSessionOptions"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section. A section that does not exist, and a key that is no option, are errors at start-up.</param>
    /// <returns>A builder for stores and features.</returns>
    public static SecureSessionsBuilder AddSecureSessions(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.Configure<SecureSessionOptions>(_ => RefuseUnreadableKeys(configuration));
        services.Configure<SecureSessionOptions>(configuration);
        services.AddSingleton<IValidateOptions<SecureSessionOptions>>(
            provider => new ConfigurationKeys(configuration, provider.GetService<IConfiguration>()));
        return services.AddSecureSessions();
    }

    private static SessionCipher CreateCipher(SessionPolicy policy) => new(policy.StoreKey, policy.AcceptedStoreKeys);

    // The error of the binder itself would show the key, which is a secret. In a list the binder would skip the key silently.
    private static void RefuseUnreadableKeys(IConfiguration configuration)
    {
        RefuseUnreadableKey(nameof(SecureSessionOptions.StoreKey), configuration[nameof(SecureSessionOptions.StoreKey)]);
        foreach (IConfigurationSection key in configuration.GetSection(nameof(SecureSessionOptions.AcceptedStoreKeys)).GetChildren())
            RefuseUnreadableKey($"{nameof(SecureSessionOptions.AcceptedStoreKeys)}[{key.Key}]", key.Value);
    }

    private static void RefuseUnreadableKey(string name, string? text)
    {
        if (text is not null && !Convert.TryFromBase64String(text, new byte[text.Length], out _))
        {
            throw new OptionsValidationException(Options.Options.DefaultName, typeof(SecureSessionOptions), [
                $"{name} is {text.Length} characters that are not base64. Set what this command prints: openssl rand -base64 "
                + $"{SessionSecret.Size}."]);
        }
    }
}
