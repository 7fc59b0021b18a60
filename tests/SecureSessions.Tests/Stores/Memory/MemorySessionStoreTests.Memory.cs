using System.Runtime.InteropServices;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed partial class MemorySessionStoreTests
{
    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task An_end_frees_payload_and_successor_at_once()
    {
        MemorySessionStore store = CreateStore();
        NewSession session = await SessionsOf(store).CreateAsync();
        WeakReference[] bytes = await RenewAndWatchAsync(store, session);

        await EndAsync(store, session);

        AssertFreed(bytes);
        Assert.Equal(1, store.Count);
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task The_sweep_frees_payload_and_successor_of_an_expired_session()
    {
        MemorySessionStore store = CreateStore();
        WeakReference[] bytes = await RenewAndWatchAsync(store, await SessionsOf(store).CreateAsync());

        _clock.Advance(IdleTimeout + SweepDelay);

        AssertFreed(bytes);
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public async Task An_eviction_frees_the_whole_session_at_once()
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 1);
        WeakReference[] bytes = await RenewAndWatchAsync(store, (await CreateManyAsync(store, 1))[0]);

        await CreateManyAsync(store, 1);

        AssertFreed(bytes);
    }

    private static void AssertFreed(WeakReference[] bytes)
    {
        GC.Collect();
        Assert.All(bytes, static reference => Assert.False(reference.IsAlive));
    }

    private static async Task<WeakReference[]> RenewAndWatchAsync(MemorySessionStore store, NewSession session)
    {
        var renewal = SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(60), TimeSpan.FromSeconds(30));
        var replacement = new SessionReplacement { Id = session.Id, ExpectedVersion = 1, Payload = session.Payload, Secret = renewal };
        await store.ReplaceAsync(replacement, CancellationToken.None);
        FindResult result = await store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None);
        return [ArrayOf(result.Record!.Payload), ArrayOf(result.Record.Successor)];
    }

    private static WeakReference ArrayOf(ReadOnlyMemory<byte> memory)
    {
        Assert.True(MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> bytes));
        Assert.NotEqual(0, bytes.Count);
        return new WeakReference(bytes.Array);
    }
}
