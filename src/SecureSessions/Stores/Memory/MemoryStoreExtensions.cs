using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in memory.</summary>
public static class MemoryStoreExtensions
{
    /// <summary>Keeps sessions in the memory of this process: fast, and gone with it. The default.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the store's options.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// A store of the app's that passes calls on to this one takes its ports from the services by the key
    /// <see cref="SecureSessionDefaults.MemoryStoreKey"/>, and is added as both by <c>AddStore&lt;TStore, TIndex&gt;()</c>.
    /// </remarks>
    public static SecureSessionsBuilder AddMemoryStore(this SecureSessionsBuilder builder, Action<MemoryStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OptionsBuilder<MemoryStoreOptions> options = builder.Services.AddOptions<MemoryStoreOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MemoryStoreOptions>, MemoryStoreOptionsValidator>());
        builder.Services.TryAddSingleton<MemorySessionStore>();

        // For a store of the app's that passes calls on to this one. In front of the others, so that neither is taken for the last one.
        builder.Services.TryAddKeyedSingleton<ISecureSessionStore>(
            SecureSessionDefaults.MemoryStoreKey, static (services, _) => services.GetRequiredService<MemorySessionStore>());
        builder.Services.TryAddKeyedSingleton<ISecureSessionIndex>(
            SecureSessionDefaults.MemoryStoreKey, static (services, _) => services.GetRequiredService<MemorySessionStore>());
        builder.Services.TryAddKeyedSingleton<ISecureSessionCounters>(
            SecureSessionDefaults.MemoryStoreKey, static (services, _) => services.GetRequiredService<MemorySessionStore>());
        var store = ServiceDescriptor.Singleton<ISecureSessionStore>(static services => services.GetRequiredService<MemorySessionStore>());
        builder.Services.TryAdd(store);

        // All ports or none: where the app has a store of its own, a list in memory would name sessions that are not here.
        builder.Services.TryAddSingleton(services => builder.Services.Last(IsStore) == store
            ? services.GetRequiredService<MemorySessionStore>() as ISecureSessionIndex
            : null!);
        builder.Services.TryAddSingleton(services => builder.Services.Last(IsStore) == store
            ? services.GetRequiredService<MemorySessionStore>() as ISecureSessionCounters
            : null!);
        return builder;
    }

    private static bool IsStore(ServiceDescriptor service) =>
        service is { IsKeyedService: false } && service.ServiceType == typeof(ISecureSessionStore);
}
