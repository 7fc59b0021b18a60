using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureSessions;
using SecureSessions.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets the authentication of ASP.NET Core sign clients without cookies in.</summary>
public static class SessionTokensAuthenticationExtensions
{
    /// <summary>
    /// Adds a scheme whose sign-in begins a session of a client without cookies and answers with its tokens, and whose sign-out ends the
    /// session of the request's access token. <c>IdentityConstants.BearerScheme</c> is the one that <c>SignInManager</c> and the login of
    /// <c>MapIdentityApi()</c> use.
    /// </summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <param name="configure">Sets what the client is called.</param>
    /// <returns>The authentication builder.</returns>
    /// <remarks>
    /// <para>
    /// The answer is that of <c>AddBearerToken()</c>: <c>tokenType</c>, <c>accessToken</c>, <c>expiresIn</c> and <c>refreshToken</c>. The
    /// scheme takes the place of such a scheme of the same name, whether that is registered before this call or after it. Requests are
    /// authenticated by the scheme of <c>AddSessionBearer()</c>, which has to be added as well.
    /// </para>
    /// <para>
    /// With <c>IdentityConstants.BearerScheme</c> each refresh validates the security stamp of the user: a change of password ends the
    /// session of each client, at its next refresh at the latest. <c>MapIdentityApi().WithSessionTokens()</c> answers its own
    /// <c>/refresh</c> too; without that the endpoint answers 401, and clients refresh at the endpoint of
    /// <c>MapSecureSessionTokens()</c>.
    /// </para>
    /// </remarks>
    public static AuthenticationBuilder AddSessionTokens(
        this AuthenticationBuilder builder,
        string authenticationScheme,
        Action<SessionTokensAuthenticationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        IServiceCollection services = builder.Services;
        OptionsBuilder<SessionTokensAuthenticationOptions> options =
            services.AddOptions<SessionTokensAuthenticationOptions>(authenticationScheme).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SessionTokensAuthenticationOptions>,
            SessionTokensAuthenticationOptionsValidator>());

        // AddScheme() is not used: it refuses a name that Identity has registered before or registers afterwards.
        services.AddOptions<AuthenticationOptions>().PostConfigure(
            authentication => ReplacedBearerToken.Register(authentication, authenticationScheme));
        var replaced = new ReplacedBearerToken(authenticationScheme);
        services.AddOptions<BearerTokenOptions>(authenticationScheme).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<BearerTokenOptions>>(replaced);
        services.AddSingleton<IValidateOptions<BearerTokenOptions>>(replaced);
        services.TryAddTransient(CreateHandler);
        if (authenticationScheme == IdentityConstants.BearerScheme)
            new SecureSessionsBuilder(services).AddIdentityStamps("AddSessionTokens(IdentityConstants.BearerScheme)");
        return builder;
    }

    // Made by hand: without AddTokens() the container would report a constructor before the options are validated, whose message says what
    // to call.
    private static SessionTokensHandler CreateHandler(IServiceProvider services) => new(
        services.GetRequiredService<IOptionsMonitor<SessionTokensAuthenticationOptions>>(),
        services.GetRequiredService<ILoggerFactory>(),
        services.GetRequiredService<UrlEncoder>(),
        services.GetRequiredService<TokenSignIn>(),
        services.GetRequiredService<TokenRevocation>());
}
