using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>The same over a cache that lets others in before each of its calls, as one across a network does.</summary>
public sealed class DistributedCacheStoreYieldingContractTests : SessionStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ValueTask<ISecureSessionStore> CreateStoreAsync()
    {
        var cache = new RecordingCache(_clock) { Before = static async (_, _) => await Task.Yield() };
        return ValueTask.FromResult<ISecureSessionStore>(CacheStores.Create(cache, _clock));
    }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}
