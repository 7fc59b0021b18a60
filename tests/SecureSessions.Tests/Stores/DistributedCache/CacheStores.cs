using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace SecureSessions.Tests.Stores;

/// <summary>Makes stores over a distributed cache: one a node.</summary>
internal static class CacheStores
{
    public static DistributedCacheSessionStore Create(
        IDistributedCache cache, TimeProvider timeProvider, string keyPrefix = SecureSessionDefaults.KeyPrefix) => new(
        cache,
        Options.Create(new DistributedCacheStoreOptions { KeyPrefix = keyPrefix }),
        Options.Create(new SecureSessionOptions()),
        timeProvider,
        NullLogger<DistributedCacheSessionStore>.Instance);
}
