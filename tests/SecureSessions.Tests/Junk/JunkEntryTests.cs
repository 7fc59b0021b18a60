using SecureSessions.Testing;
using SecureSessions.TestKit;
using SecureSessions.Tests.Stores;
using Xunit;

namespace SecureSessions.Tests.Junk;

/// <summary>A distributed cache whose bytes were damaged or forged.</summary>
public sealed class JunkEntryTests
{
    private const int Entries = 100_000;

    private static readonly byte[][] Samples = [.. SampleSessions.All.Values.Select(static session => session.ToBytes())];

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void Junk_either_fails_to_decode_or_means_exactly_one_entry()
    {
        var junk = new JunkSource(seed: 20268);
        int decoded = 0;
        for (int i = 0; i < Entries; i++)
        {
            byte[] bytes = Next(junk, i);
            if (!StoredSession.TryDecode(RandomValues.Id(), bytes, out StoredSession session))
                continue;

            decoded++;
            Assert.Equal(bytes, session.ToBytes());
        }

        Assert.InRange(decoded, 100, Entries / 2);
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void A_length_that_promises_more_than_is_there_allocates_nothing()
    {
        byte[] bytes = [.. Samples[0].AsSpan(0, 82), .. BitConverter.GetBytes(int.MaxValue), .. new byte[64]];
        long before = GC.GetAllocatedBytesForCurrentThread();

        bool decoded = StoredSession.TryDecode(default, bytes, out _);

        Assert.False(decoded || StoredSession.IsOfUnknownFormat(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public async Task Junk_in_the_cache_is_an_entry_or_the_stores_failure_and_nothing_else()
    {
        var junk = new JunkSource(seed: 20269);
        var clock = new ManualTimeProvider();
        var cache = new RecordingCache(clock);
        DistributedCacheSessionStore store = CacheStores.Create(cache, clock);
        for (int i = 0; i < Entries / 4; i++)
        {
            SessionId id = RandomValues.Id();
            byte[] bytes = Next(junk, i);
            cache.Damage(SecureSessionDefaults.KeyPrefix + id, bytes);
            bool isEntry = StoredSession.TryDecode(id, bytes, out _);
            Assert.Equal(isEntry, await WorksAsync(store, id, HashIn(bytes)));
        }
    }

    private static byte[] Next(JunkSource junk, int i) =>
        i % 4 == 0 ? [StoredSession.Format, .. junk.Bytes(junk.Next(160))] : junk.Mutate(Samples[junk.Next(Samples.Length)]);

    // Whoever damages an entry may know its secret: its own user.
    private static SecretHash HashIn(byte[] bytes) =>
        bytes.Length < 82 ? RandomValues.Hash() : SecretHash.FromBytes(bytes.AsSpan(50, SecretHash.Size));

    private static async Task<bool> WorksAsync(DistributedCacheSessionStore store, SessionId id, SecretHash hash)
    {
        try
        {
            await store.PeekAsync(id, CancellationToken.None);
            await store.FindAsync(id, hash, FindMode.Active, CancellationToken.None);
            await store.EndAsync(id, SessionEndReason.SignedOut, expectedVersion: null, CancellationToken.None);
            return true;
        }
        catch (SecureSessionStoreException)
        {
            return false;
        }
    }
}
