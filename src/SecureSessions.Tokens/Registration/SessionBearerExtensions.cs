using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SecureSessions;
using SecureSessions.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an API accept access tokens of sessions.</summary>
public static class SessionBearerExtensions
{
    /// <summary>
    /// Adds a bearer scheme for access tokens of sessions, in the app that issues them or in another process. The validation is strict, and
    /// whether the session of a token lives is part of it.
    /// </summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="configure">Sets issuer, audience and check.</param>
    /// <returns>The authentication builder.</returns>
    /// <remarks>
    /// It is the scheme of <c>AddJwtBearer()</c>, whose options of the same name stay for what is not validation: events, the back channel,
    /// the realm. A request whose token is refused is answered 401, and 503 if its session could not be checked.
    /// </remarks>
    public static AuthenticationBuilder AddSessionBearer(
        this AuthenticationBuilder builder, Action<SessionBearerOptions>? configure = null) =>
        builder.AddSessionBearer(JwtBearerDefaults.AuthenticationScheme, configure);

    /// <summary>Adds such a scheme under a name of your choice.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The name.</param>
    /// <param name="configure">Sets issuer, audience and check.</param>
    /// <returns>The authentication builder.</returns>
    public static AuthenticationBuilder AddSessionBearer(
        this AuthenticationBuilder builder, string authenticationScheme, Action<SessionBearerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        IServiceCollection services = builder.Services;
        OptionsBuilder<SessionBearerOptions> options = services.AddOptions<SessionBearerOptions>(authenticationScheme).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionBearerOptions>, SessionBearerOptionsValidator>());
        services.TryAddSingleton<AccessTokenValidator>();
        services.TryAddSingleton(CreateStoreLookup);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, BearerFreshHandler>(CreateFreshHandler));
        services.AddKeyedSingleton(authenticationScheme, static (provider, name) => new SessionBearerSetup((string)name!, provider));
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>>(provider => SetupOf(provider, authenticationScheme));
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>>(provider => SetupOf(provider, authenticationScheme));
        services.AddSingleton<IValidateOptions<JwtBearerOptions>>(provider => SetupOf(provider, authenticationScheme));
        builder.AddJwtBearer(authenticationScheme, static _ => { });
        services.AddOptions<JwtBearerOptions>(authenticationScheme).ValidateOnStart();
        return builder;
    }

    private static BearerFreshHandler CreateFreshHandler(IServiceProvider services) =>
        new(SessionBearerSetup.LevelsOf(services), services.GetRequiredService<TimeProvider>());

    // Made by hand: where the session is not looked up in the store, there may be none.
    private static StoreLookup CreateStoreLookup(IServiceProvider services)
    {
        StoreGateway store = services.GetRequiredService<StoreGateway>();
        return new StoreLookup(
            store,
            new TokenRefusals(
                services.GetRequiredService<SessionPolicy>(),
                services.GetRequiredService<SessionEnding>(),
                store,
                services.GetRequiredService<SessionEvents>()));
    }

    private static SessionBearerSetup SetupOf(IServiceProvider services, string scheme) =>
        services.GetRequiredKeyedService<SessionBearerSetup>(scheme);
}
