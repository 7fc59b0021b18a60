using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>Within one process the store over a distributed cache keeps the contract.</summary>
public sealed class DistributedCacheStoreContractTests : SessionStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ValueTask<ISecureSessionStore> CreateStoreAsync() =>
        ValueTask.FromResult<ISecureSessionStore>(CacheStores.Create(MemoryCaches.Create(_clock), _clock));

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}
