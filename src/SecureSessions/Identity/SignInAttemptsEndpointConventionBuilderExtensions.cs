using Microsoft.AspNetCore.Http;
using SecureSessions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Has the endpoints of ASP.NET Core Identity count failed attempts to sign in.</summary>
public static class SignInAttemptsEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Has <c>POST /login</c> of <c>MapIdentityApi()</c> count failed attempts and slow down further ones (<see cref="ISignInAttempts"/>):
    /// <c>app.MapIdentityApi&lt;AppUser>().AddSignInAttempts()</c>.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of endpoints.</typeparam>
    /// <param name="builder">The endpoints. Those that take no <see cref="Identity.Data.LoginRequest"/> stay as they are.</param>
    /// <returns>The endpoints.</returns>
    /// <remarks>
    /// An attempt that has to wait is answered 429 with <c>Retry-After</c> and problem details, whether there is such a user or not. The
    /// method is <c>otp</c> if the request has a code of a second factor or a recovery code, and <c>pwd</c> otherwise. The lockout of
    /// Identity tells which users there are, and lets anybody keep a user out: set <c>LockoutOptions.MaxFailedAccessAttempts</c> high.
    /// </remarks>
    /// <exception cref="InvalidOperationException">When the endpoints are built: <c>AddSecureSessions()</c> is missing.</exception>
    public static TBuilder AddSignInAttempts<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilterFactory(LoginAttemptFilter.Create);
}
