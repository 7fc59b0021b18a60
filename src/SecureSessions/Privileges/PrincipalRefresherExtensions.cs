using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the principals of sessions up to date.</summary>
public static class PrincipalRefresherExtensions
{
    /// <summary>Adds what rebuilds principals after <see cref="ISecureSessionManager.RequireRefreshAsync"/>, in place of the one before.</summary>
    /// <typeparam name="TRefresher">The refresher. It is scoped, one a request, unless it is registered otherwise already.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Register it on every node: one without it ends the sessions that are marked.</remarks>
    public static SecureSessionsBuilder AddPrincipalRefresher<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRefresher>(
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
