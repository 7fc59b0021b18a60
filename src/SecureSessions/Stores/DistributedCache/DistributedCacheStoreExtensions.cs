using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in a distributed cache.</summary>
public static class DistributedCacheStoreExtensions
{
    /// <summary>Keeps sessions in the registered <see cref="IDistributedCache"/>, in place of the store before.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the store's options.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// <para>
    /// Within one process everything is as exact as in memory. Between processes a cache has no compare-and-set, so several nodes
    /// get less than with <c>AddRedisStore()</c>:
    /// </para>
    /// <list type="bullet">
    /// <item>Of two simultaneous writes of one session the later one wins, and the other is lost without a word. A request that only
    /// reads writes too, since it moves the idle deadline; one to a passive endpoint does not.</item>
    /// <item>A write that races with an end on another node can bring the session back for its remaining life.</item>
    /// <item>Of two renewals at once the cookie of the loser is refused: that browser signs in again.</item>
    /// <item>A user's sessions can be neither listed nor limited nor ended all at once, and the expiry of a signed-in session is
    /// reported only when somebody asks for the session.</item>
    /// <item>What the cache evicts is gone before its time, without an event.</item>
    /// <item>The cache of <c>AddDistributedMemoryCache()</c> can stop keeping anything under writes that replace entries, unless its
    /// <c>SizeLimit</c> is <see langword="null"/> (seen on 10.0.12). For one process the store in memory is the right one.</item>
    /// <item>The clocks of the nodes must agree: each judges deadlines by its own. A node reads its wall clock at its start and counts
    /// on from there, so that a later correction is seen after a restart.</item>
    /// </list>
    /// <para>
    /// A look that is activity costs two calls to the cache, one that is not and changes nothing costs one; every write costs two.
    /// What a node cannot read, because a newer one wrote it or because it is damaged, is a failure of the store and left as it is.
    /// </para>
    /// </remarks>
    public static SecureSessionsBuilder AddDistributedCacheStore(
        this SecureSessionsBuilder builder, Action<DistributedCacheStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OptionsBuilder<DistributedCacheStoreOptions> options = builder.Services.AddOptions<DistributedCacheStoreOptions>()
            .ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<DistributedCacheStoreOptions>, DistributedCacheStoreOptionsValidator>());
        builder.Services.TryAddSingleton(CreateStore);
        return builder.AddStore<DistributedCacheSessionStore>();
    }

    // The container's own message would name a constructor, not the cure.
    private static DistributedCacheSessionStore CreateStore(IServiceProvider services) => new(
        services.GetService<IDistributedCache>() ?? throw new InvalidOperationException(
            "AddDistributedCacheStore() keeps sessions in an IDistributedCache, but none is registered. Call "
            + "builder.Services.AddStackExchangeRedisCache() or AddDistributedSqlServerCache() as well, "
            + "or AddDistributedMemoryCache() for a single process."),
        services.GetRequiredService<IOptions<DistributedCacheStoreOptions>>(),
        services.GetRequiredService<IOptions<SecureSessionOptions>>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<DistributedCacheSessionStore>>());
}
