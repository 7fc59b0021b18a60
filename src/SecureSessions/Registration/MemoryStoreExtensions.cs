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
        builder.Services.TryAddSingleton<ISecureSessionStore, MemorySessionStore>();
        return builder;
    }
}
