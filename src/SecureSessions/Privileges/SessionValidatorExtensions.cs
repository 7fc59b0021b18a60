using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what checks sessions when they are loaded.</summary>
public static class SessionValidatorExtensions
{
    /// <summary>
    /// Adds a check of signed-in sessions, in place of <c>OnValidatePrincipal</c> of the cookie handler. Several checks run in the order in
    /// which they were added, until one rejects the session.
    /// </summary>
    /// <typeparam name="TValidator">The check. It is registered as scoped, unless the app has registered it otherwise.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static SecureSessionsBuilder AddSessionValidator<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(this SecureSessionsBuilder builder)
        where TValidator : class, ISessionValidator
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddScoped<TValidator>();
        builder.Services.AddScoped<ISessionValidator>(static services => services.GetRequiredService<TValidator>());
        return builder;
    }
}
