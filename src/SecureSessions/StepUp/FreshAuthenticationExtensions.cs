using Microsoft.AspNetCore.Authorization;
using SecureSessions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Guards what only a user may do who has just authenticated (ASVS 7.5.1, 7.5.3).</summary>
public static class FreshAuthenticationExtensions
{
    /// <summary>
    /// Lets only those in who have authenticated not long ago, at a level that is high enough, or both: by signing in or by a step-up. An API
    /// client that is refused gets 401 with the challenge of RFC 9470, a browser is sent to the page of
    /// <see cref="SecureSessionAuthenticationOptions.ReauthenticationPath"/> and back.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="maxAge">How long ago it may be, at least one second; <see langword="null"/> for any time.</param>
    /// <param name="level">The least level, such as <c>aal2</c>; <see langword="null"/> for any.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="ArgumentException">Neither is given, or one is none.</exception>
    /// <example>
    /// <code>
    /// app.MapPost("/account/email", changeEmail).RequireFreshAuthentication(TimeSpan.FromMinutes(5));
    /// app.MapPost("/account/keys", removeKey).RequireFreshAuthentication(level: "aal2");
    /// app.MapPost("/payments", pay).RequireFreshAuthentication(TimeSpan.FromMinutes(5), "aal2");
    /// </code>
    /// </example>
    public static TBuilder RequireFreshAuthentication<TBuilder>(this TBuilder builder, TimeSpan? maxAge = null, string? level = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new RequireFreshAuthenticationAttribute(new FreshAuthenticationRequirement(maxAge, level)));

    /// <summary>Adds the same to a policy.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="maxAge">How long ago it may be, at least one second; <see langword="null"/> for any time.</param>
    /// <param name="level">The least level, such as <c>aal2</c>; <see langword="null"/> for any.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">Neither is given, or one is none.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddAuthorizationBuilder().AddPolicy("payments", policy => policy
    ///     .RequireRole("treasurer")
    ///     .RequireFreshAuthentication(TimeSpan.FromMinutes(5), "aal2"));
    /// </code>
    /// </example>
    public static AuthorizationPolicyBuilder RequireFreshAuthentication(this AuthorizationPolicyBuilder builder, TimeSpan? maxAge = null, string? level = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddRequirements(new FreshAuthenticationRequirement(maxAge, level));
    }
}
