using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SecureSessions;
using SecureSessions.OpenIdConnect;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Connects sessions with a provider of OpenID Connect.</summary>
public static class OpenIdConnectSessionsExtensions
{
    /// <summary>
    /// Lets the provider end sessions (map the endpoints with <c>MapBackChannelLogout()</c> and <c>MapFrontChannelLogout()</c>), and
    /// refreshes its tokens in the session.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="scheme">The name of the scheme of OpenID Connect, whose <c>SignInScheme</c> is that of the sessions.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    public static SecureSessionsBuilder AddOpenIdConnectSessions(
        this SecureSessionsBuilder builder,
        string scheme = OpenIdConnectDefaults.AuthenticationScheme,
        Action<OpenIdConnectSessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        IServiceCollection services = builder.Services;
        OptionsBuilder<OpenIdConnectSessionOptions> options = services.AddOptions<OpenIdConnectSessionOptions>(scheme).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<OpenIdConnectSessionOptions>, OpenIdConnectSessionOptionsValidator>());
        services.Configure<SecureSessionOptions>(static sessions => sessions.IndexProviderSessions = true);
        services.AddOptions<SecureSessionOptions>().Configure<IOptionsMonitor<OpenIdConnectSessionOptions>>(
            (sessions, tokens) => sessions.UsesProviderTokens |= tokens.Get(scheme).RefreshTokens);
        services.Configure<ProviderSchemes>(schemes => schemes.Names.Add(scheme));
        services.TryAddSingleton<ProviderLogout>();
        services.TryAddSingleton<LogoutTokens>();
        services.TryAddSingleton<TokenEndpoint>();
        services.TryAddSingleton<RefreshClaims>();
        if (!services.Any(static service => service.ServiceType == typeof(ProviderTokenRefresh)))
            builder.AddSessionValidator<ProviderTokenRefresh>();
        return builder;
    }
}
