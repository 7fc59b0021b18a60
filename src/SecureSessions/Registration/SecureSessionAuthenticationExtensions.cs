using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
    public static AuthenticationBuilder AddSecureSession(
        this AuthenticationBuilder builder, string authenticationScheme, Action<SecureSessionAuthenticationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddScheme<SecureSessionAuthenticationOptions, SecureSessionAuthenticationHandler>(authenticationScheme, configure);
        builder.Services.AddOptions<SecureSessionAuthenticationOptions>(authenticationScheme)
            .Validate<IServiceProviderIsService>(
                static (_, services) => services.IsService(typeof(SessionServices)),
                "AddSecureSession() needs sessions. Call builder.Services.AddSecureSessions() as well.")
            .ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, PipelineCheck>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, FreshAuthenticationHandler>());
        return builder;
    }
}
