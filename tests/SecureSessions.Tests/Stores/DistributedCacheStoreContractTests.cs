using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;

namespace SecureSessions.Tests;

/// <summary>Within one process the store over a distributed cache keeps the contract.</summary>
public sealed class DistributedCacheStoreContractTests : SessionStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ValueTask<ISecureSessionStore> CreateStoreAsync()
    {
        var cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions { Clock = new CacheClock(_clock) }));
        return ValueTask.FromResult<ISecureSessionStore>(CacheStores.Create(cache, _clock));
    }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}
