using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in a store of your own.</summary>
public static class StoreExtensions
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;

    /// <summary>Keeps sessions in a store of your own that knows no users, in place of the store before.</summary>
    /// <typeparam name="TStore">The store. It is a singleton, and made by the container unless it is registered already.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Without an <see cref="ISecureSessionIndex"/> a user's sessions can be neither listed nor limited nor ended all at once, and the
    /// expiry of a signed-in session is reported when somebody asks for the session, not when it happens.
    /// </remarks>
    public static SecureSessionsBuilder AddStore<[DynamicallyAccessedMembers(Constructors)] TStore>(this SecureSessionsBuilder builder)
        where TStore : class, ISecureSessionStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.RemoveAll<ISecureSessionStore>();
        builder.Services.RemoveAll<ISecureSessionIndex>();
        builder.Services.RemoveAll<ISigningKeyStore>();
        builder.Services.RemoveAll<ISecureSessionCounters>();
        builder.Services.TryAddSingleton<TStore>();
        builder.Services.AddSingleton<ISecureSessionStore>(static services => services.GetRequiredService<TStore>());
        return builder;
    }

    /// <summary>Keeps sessions in a store of your own and lists them by user, in place of the store before.</summary>
    /// <typeparam name="TStore">The store. It is a singleton, and made by the container unless it is registered already.</typeparam>
    /// <typeparam name="TIndex">What knows the users, a singleton as well. If it is the same type as the store, it is the same
    /// object.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static SecureSessionsBuilder AddStore<
        [DynamicallyAccessedMembers(Constructors)] TStore,
        [DynamicallyAccessedMembers(Constructors)] TIndex>(this SecureSessionsBuilder builder)
        where TStore : class, ISecureSessionStore
        where TIndex : class, ISecureSessionIndex
    {
        builder.AddStore<TStore>();
        builder.Services.TryAddSingleton<TIndex>();
        builder.Services.AddSingleton<ISecureSessionIndex>(static services => services.GetRequiredService<TIndex>());
        return builder;
    }
}
