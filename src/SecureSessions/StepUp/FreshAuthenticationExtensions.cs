using Microsoft.AspNetCore.Authorization;
using SecureSessions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Guards operations for users who have just authenticated (ASVS 7.5.1, 7.5.3).</summary>
public static class FreshAuthenticationExtensions
{
    /// <summary>
    /// Admits only users who have authenticated recently, at a high enough level, or both, by the sign-in or by a step-up. An API client
    /// that is refused gets 401 with the challenge of RFC 9470. A browser that is refused is sent to the page of
    /// <see cref="SecureSessionAuthenticationOptions.ReauthenticationPath"/> and back.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="maxAge">How long ago the authentication may be, at least one second; <see langword="null"/> for any time.</param>
    /// <param name="level">The least level, such as <c>aal2</c>; <see langword="null"/> for any.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="ArgumentException">Neither an age nor a level is given, or one of them is invalid.</exception>
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

    /// <summary>Adds the same requirement to a policy.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="maxAge">How long ago the authentication may be, at least one second; <see langword="null"/> for any time.</param>
    /// <param name="level">The least level, such as <c>aal2</c>; <see langword="null"/> for any.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">Neither an age nor a level is given, or one of them is invalid.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddAuthorizationBuilder().AddPolicy("payments", policy => policy
    ///     .RequireRole("treasurer")
    ///     .RequireFreshAuthentication(TimeSpan.FromMinutes(5), "aal2"));
    /// </code>
    /// </example>
    public static AuthorizationPolicyBuilder RequireFreshAuthentication(
        this AuthorizationPolicyBuilder builder, TimeSpan? maxAge = null, string? level = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddRequirements(new FreshAuthenticationRequirement(maxAge, level));
    }
}
