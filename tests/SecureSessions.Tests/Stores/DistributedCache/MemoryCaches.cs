using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace SecureSessions.Tests.Stores;

/// <summary>Makes the framework's distributed cache in memory, by the clock of a test.</summary>
internal static class MemoryCaches
{
    /// <remarks>
    /// Without its limit of 200 MB: where a write replaces an entry while the cache looks for expired ones, it takes the size of that entry
    /// off twice, and once the sum is below zero it keeps nothing any more (seen on 10.0.12).
    /// </remarks>
    public static MemoryDistributedCache Create(TimeProvider timeProvider) =>
        new(Options.Create(new MemoryDistributedCacheOptions { Clock = new CacheClock(timeProvider), SizeLimit = null }));
}
