using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts sessions under ASP.NET Core Identity.</summary>
public static class IdentitySessionsExtensions
{
    /// <summary>
    /// Has ASP.NET Core Identity sign its users in to sessions. The session takes the place of the cookie
    /// <c>IdentityConstants.ApplicationScheme</c>, whether Identity is added before or after this call, by <c>AddIdentity()</c>,
    /// <c>AddDefaultIdentity()</c>, <c>AddIdentityApiEndpoints()</c> or <c>AddIdentityCookies()</c>. Its other cookies stay.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">
    /// Sets the paths of the pages. Without it the paths of <c>ConfigureApplicationCookie()</c> are used, and else those of Identity.
    /// </param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// <para>
    /// Security stamps are validated: a session whose user has another stamp by now, as after a change of password, ends. If the user
    /// changes it in a session that is signed in, all other sessions of the user end at once (ASVS 7.4.3); else, as after a forgotten
    /// password was reset, each session ends at its next validation, <see cref="SecurityStampValidatorOptions.ValidationInterval"/> after
    /// the last one (30 minutes by default). To end them at once there too, call <see cref="ISecureSessionManager.EndAllAsync"/>.
    /// </para>
    /// <para><see cref="ISecureSessionManager.RequireRefreshAsync"/> rebuilds the principals of a user, unless the app has registered a
    /// refresher of its own.</para>
    /// </remarks>
    public static SecureSessionsBuilder AddIdentitySessions(
        this SecureSessionsBuilder builder, Action<SecureSessionAuthenticationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (configure is not null)
            services.Configure(IdentityConstants.ApplicationScheme, configure);
        if (services.Any(static service => service.ImplementationType == typeof(IdentityStampChange)))
            return builder;

        services.AddAuthentication().AddSecureSession(IdentityConstants.ApplicationScheme);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPrincipalChangeHandler, IdentityStampChange>());
        return builder.AddIdentityStamps("AddIdentitySessions()");
    }

    /// <summary>
    /// Has the security stamps of sessions validated, and their principals rebuilt, whether they are those of browsers or of other clients.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="verb">What the app has called, for the message of an app without Identity.</param>
    internal static SecureSessionsBuilder AddIdentityStamps(this SecureSessionsBuilder builder, string verb)
    {
        IServiceCollection services = builder.Services;
        if (services.Any(static service => service.ServiceType == typeof(IdentityStampCheck)))
            return builder;

        services.AddOptions<SecureSessionOptions>().Validate<IServiceProviderIsService>(
            static (_, services) => services.IsService(typeof(ISecurityStampValidator)),
            $"{verb} needs ASP.NET Core Identity. Call AddIdentity(), AddDefaultIdentity() or AddIdentityApiEndpoints() as well, or "
            + "AddIdentityCore().AddSignInManager().");
        services.TryAddScoped<IPrincipalRefresher, IdentityStampCheck>();
        return builder.AddSessionValidator<IdentityStampCheck>();
    }
}
