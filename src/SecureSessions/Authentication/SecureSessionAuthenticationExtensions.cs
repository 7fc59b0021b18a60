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

/// <summary>Adds authentication by the session.</summary>
public static class SecureSessionAuthenticationExtensions
{
    /// <summary>
    /// Adds the scheme <see cref="SecureSessionDefaults.AuthenticationScheme"/>, which keeps the principal in the session.
    /// </summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="configure">Sets the paths of the pages.</param>
    /// <returns>The authentication builder.</returns>
    public static AuthenticationBuilder AddSecureSession(
        this AuthenticationBuilder builder, Action<SecureSessionAuthenticationOptions>? configure = null) =>
        builder.AddSecureSession(SecureSessionDefaults.AuthenticationScheme, configure);

    /// <summary>
    /// Adds a scheme under a name of your choice, for example <c>IdentityConstants.ApplicationScheme</c> to serve ASP.NET Core Identity, or
    /// the sign-in scheme of a remote provider.
    /// </summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The name.</param>
    /// <param name="configure">Sets the paths of the pages.</param>
    /// <returns>The authentication builder.</returns>
    /// <remarks>
    /// The scheme replaces a cookie scheme of that name, whether that is registered before this call, as by <c>AddIdentity()</c>, or after
    /// it, and leaves all other schemes alone. It uses the paths of the cookie scheme where none are set here. Any other setting of the
    /// cookie scheme is refused at start-up, with the name of its substitute.
    /// </remarks>
    public static AuthenticationBuilder AddSecureSession(
        this AuthenticationBuilder builder, string authenticationScheme, Action<SecureSessionAuthenticationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        IServiceCollection services = builder.Services;
        OptionsBuilder<SecureSessionAuthenticationOptions> options =
            services.AddOptions<SecureSessionAuthenticationOptions>(authenticationScheme)
            .ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        // AddScheme() is not used: it refuses a name that Identity has registered before or registers afterwards.
        services.TryAddSingleton<ReplacedCookieSchemes>();
        services.AddOptions<AuthenticationOptions>().PostConfigure<ReplacedCookieSchemes>(
            (schemes, replaced) => replaced.Replace(schemes, authenticationScheme));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<SecureSessionAuthenticationOptions>, ReplacedCookiePaths>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SecureSessionAuthenticationOptions>,
            SecureSessionAuthenticationOptionsValidator>());

        // The handlers are created by hand. If AddSecureSessions() is missing, the container would report a constructor, in Development
        // even before the options are validated, whose message says what to call.
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
        services.GetRequiredService<RequestSessions>(),
        services.GetRequiredService<SignInFlow>());

    private static FreshAuthenticationHandler CreateFreshHandler(IServiceProvider services) =>
        new(services.GetRequiredService<SessionPolicy>(), services.GetService<IHttpContextAccessor>());
}
