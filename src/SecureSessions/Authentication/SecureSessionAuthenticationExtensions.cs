using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Signs users in to their session.</summary>
public static class SecureSessionAuthenticationExtensions
{
    /// <summary>Adds the scheme <see cref="SecureSessionDefaults.AuthenticationScheme"/>: the principal lives in the session.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="configure">Sets the pages.</param>
    /// <returns>The authentication builder.</returns>
    public static AuthenticationBuilder AddSecureSession(this AuthenticationBuilder builder, Action<SecureSessionAuthenticationOptions>? configure = null) =>
        builder.AddSecureSession(SecureSessionDefaults.AuthenticationScheme, configure);

    /// <summary>
    /// Adds a scheme under a name of your choice, for example <c>IdentityConstants.ApplicationScheme</c> to serve ASP.NET Core Identity, or
    /// the sign-in scheme of a remote provider.
    /// </summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The name.</param>
    /// <param name="configure">Sets the pages.</param>
    /// <returns>The authentication builder.</returns>
    /// <remarks>
    /// It takes the place of a cookie of that name, whether that was registered before, as by <c>AddIdentity()</c>, or will be, and leaves all other
    /// schemes alone. The cookie's paths are taken over where none are set here; whatever else is set for it is refused at start-up with its
    /// substitute.
    /// </remarks>
    public static AuthenticationBuilder AddSecureSession(
        this AuthenticationBuilder builder, string authenticationScheme, Action<SecureSessionAuthenticationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        IServiceCollection services = builder.Services;
        OptionsBuilder<SecureSessionAuthenticationOptions> options = services.AddOptions<SecureSessionAuthenticationOptions>(authenticationScheme).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        // Not AddScheme(): it refuses a name that Identity has already, or will have.
        services.TryAddSingleton<TakenSchemes>();
        services.AddOptions<AuthenticationOptions>().PostConfigure<TakenSchemes>((schemes, taken) => taken.Take(schemes, authenticationScheme));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<SecureSessionAuthenticationOptions>, TakenPaths>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SecureSessionAuthenticationOptions>, SecureSessionAuthenticationOptionsValidator>());

        // By hand: where sessions are missing the container would tell of its constructors, in Development and before anybody could name the cure.
        services.TryAddTransient(CreateHandler);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, FreshAuthenticationHandler>(CreateFreshHandler));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, PipelineCheck>());
        return builder;
    }

    private static SecureSessionAuthenticationHandler CreateHandler(IServiceProvider services) => new(
        services.GetRequiredService<IOptionsMonitor<SecureSessionAuthenticationOptions>>(),
        services.GetRequiredService<ILoggerFactory>(),
        services.GetRequiredService<UrlEncoder>(),
        services.GetRequiredService<IAuthenticationSchemeProvider>(),
        services.GetRequiredService<SessionPolicy>(),
        services.GetRequiredService<RequestSessions>(),
        services.GetRequiredService<SignInFlow>());

    private static FreshAuthenticationHandler CreateFreshHandler(IServiceProvider services) =>
        new(services.GetRequiredService<SessionPolicy>(), services.GetService<IHttpContextAccessor>());
}
