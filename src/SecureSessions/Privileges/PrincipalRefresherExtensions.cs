using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what refreshes the principals of sessions.</summary>
public static class PrincipalRefresherExtensions
{
    /// <summary>
    /// Registers the refresher that rebuilds principals after <see cref="ISecureSessionManager.RequireRefreshAsync"/>. It replaces one
    /// that was registered before.
    /// </summary>
    /// <typeparam name="TRefresher">The refresher. It is registered as scoped, unless the app has registered it otherwise.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Register the refresher on every node: a node without one ends the sessions that are marked.</remarks>
    public static SecureSessionsBuilder AddPrincipalRefresher<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRefresher>(
        this SecureSessionsBuilder builder)
        where TRefresher : class, IPrincipalRefresher
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.RemoveAll<IPrincipalRefresher>();
        builder.Services.TryAddScoped<TRefresher>();
        builder.Services.AddScoped<IPrincipalRefresher>(static services => services.GetRequiredService<TRefresher>());
        return builder;
    }
}
