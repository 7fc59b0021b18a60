using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureSessions;
using SecureSessions.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds tokens to sessions.</summary>
public static class TokensExtensions
{
    /// <summary>
    /// Adds tokens that are bound to sessions: for clients without cookies, and for browsers that call another API. The app issues them
    /// with <see cref="ISecureSessionTokens"/>; <c>MapSecureSessionTokens()</c> maps the endpoints, and <c>AddSessionBearer()</c> lets APIs
    /// accept them.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the issuer and the audiences, and changes the defaults of <see cref="SessionTokenDefaults"/>.</param>
    /// <returns>The builder.</returns>
    public static SecureSessionsBuilder AddTokens(this SecureSessionsBuilder builder, Action<SessionTokenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        OptionsBuilder<SessionTokenOptions> options = services.AddOptions<SessionTokenOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionTokenOptions>, SessionTokenOptionsValidator>());
        services.TryAddSingleton<TokenPolicy>();
        services.TryAddSingleton(CreateKeys);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthProbe, SigningKeyHealth>());
        services.TryAddSingleton<AccessTokenIssuer>();
        services.TryAddSingleton<TokenArrivals>();
        services.TryAddSingleton<TokenRefusals>();
        services.TryAddSingleton<TokenChecks>();
        services.TryAddSingleton<TokenAttempts>();
        services.TryAddSingleton<TokenRefresh>();
        services.TryAddSingleton<TokenStepUp>();
        services.TryAddSingleton<TokenRevocation>();
        services.TryAddSingleton<TokenDelivery>();
        services.TryAddSingleton<TokenSignIn>();
        services.TryAddSingleton<CookieAccess>();
        services.TryAddSingleton<AccessTokenValidator>();
        services.TryAddSingleton<StoreLookup>();
        services.TryAddSingleton<TokenEndpoints>();
        services.TryAddSingleton<ISecureSessionTokens, SecureSessionTokens>();
        services.TryAddSingleton<IdentityRefresh>();
        return builder;
    }

    private static ISigningKeys CreateKeys(IServiceProvider services)
    {
        TokenPolicy policy = services.GetRequiredService<TokenPolicy>();
        SessionPolicy sessions = services.GetRequiredService<SessionPolicy>();
        StoreGateway store = services.GetRequiredService<StoreGateway>();
        TimeProvider timeProvider = services.GetRequiredService<TimeProvider>();
        if (policy.SigningKeys.Count > 0)
            return new OwnSigningKeys(policy.SigningKeys, timeProvider);

        // The options were checked at start-up: where the store keeps signing keys, there is a store key.
        return store.KeepsSigningKeys && sessions.StoreKey is { } storeKey
            ? new ManagedSigningKeys(
                store,
                new SigningKeySeal([storeKey, .. sessions.AcceptedStoreKeys], policy.SigningEpoch),
                timeProvider,
                services.GetRequiredService<ILogger<ManagedSigningKeys>>())
            : new EphemeralSigningKeys(services.GetRequiredService<ILogger<EphemeralSigningKeys>>());
    }
}
