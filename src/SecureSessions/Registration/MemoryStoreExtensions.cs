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
    public static SecureSessionsBuilder AddMemoryStore(this SecureSessionsBuilder builder, Action<MemoryStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OptionsBuilder<MemoryStoreOptions> options = builder.Services.AddOptions<MemoryStoreOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MemoryStoreOptions>, MemoryStoreOptionsValidator>());
        builder.Services.TryAddSingleton<MemorySessionStore>();
        var store = ServiceDescriptor.Singleton<ISecureSessionStore>(static services => services.GetRequiredService<MemorySessionStore>());
        builder.Services.TryAdd(store);

        // Both ports or none: where the app has a store of its own, a list in memory would name sessions that are not here.
        builder.Services.TryAddSingleton(services => builder.Services.Last(static service => service.ServiceType == typeof(ISecureSessionStore)) == store
            ? services.GetRequiredService<MemorySessionStore>() as ISecureSessionIndex
            : null!);
        return builder;
    }
}
