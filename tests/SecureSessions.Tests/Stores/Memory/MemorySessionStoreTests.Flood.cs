using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed partial class MemorySessionStoreTests
{
    [Fact]
    public async Task At_the_cap_the_least_recently_used_anonymous_session_goes()
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 3);
        List<NewSession> sessions = await CreateManyAsync(store, 3);
        await FindAsync(store, sessions[0]);

        sessions.AddRange(await CreateManyAsync(store, 1));

        Assert.Equal(FindStatus.Unknown, await FindAsync(store, sessions[1]));
        foreach (int i in new[] { 0, 2, 3 })
            Assert.Equal(FindStatus.Current, await FindAsync(store, sessions[i]));
    }

    [Fact]
    public async Task The_order_of_use_is_exact_over_all_sessions()
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 500);
        List<NewSession> sessions = await CreateManyAsync(store, 500);
        List<NewSession> used = [.. sessions.OrderBy(static session => session.Id.ToString(), StringComparer.Ordinal)];
        foreach (NewSession session in used)
            await FindAsync(store, session);

        await CreateManyAsync(store, 200);

        for (int i = 0; i < used.Count; i++)
            Assert.Equal(i < 200 ? FindStatus.Unknown : FindStatus.Current, await FindAsync(store, used[i]));
    }

    [Theory]
    [InlineData(FindMode.Passive)]
    [InlineData(FindMode.Reread)]
    public async Task Only_an_active_find_is_a_use(FindMode mode)
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 2);
        List<NewSession> sessions = await CreateManyAsync(store, 2);
        await FindAsync(store, sessions[0], mode);
        await store.PeekAsync(sessions[0].Id, CancellationToken.None);
        await store.FindAsync(sessions[0].Id, RandomValues.Hash(), FindMode.Active, CancellationToken.None);

        await CreateManyAsync(store, 1);

        Assert.Equal(FindStatus.Unknown, await FindAsync(store, sessions[0]));
        Assert.Equal(FindStatus.Current, await FindAsync(store, sessions[1]));
    }

    [Fact]
    public async Task A_signed_in_session_is_never_evicted()
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 1);
        List<NewSession> signedIn = await CreateManyAsync(store, 50, NewSessions.User);

        await CreateManyAsync(store, 50);

        Assert.Equal(51, store.Count);
        foreach (NewSession session in signedIn)
            Assert.Equal(FindStatus.Current, await FindAsync(store, session));
    }

    [Fact]
    public async Task An_evicted_session_leaves_nothing_and_late_writes_do_not_bring_it_back()
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 1);
        NewSession evicted = (await CreateManyAsync(store, 2))[0];
        var late = new SessionReplacement { Id = evicted.Id, ExpectedVersion = 1, Payload = evicted.Payload };

        Assert.Equal(ReplaceStatus.Gone, await store.ReplaceAsync(late, CancellationToken.None));
        Assert.Null(await store.PeekAsync(evicted.Id, CancellationToken.None));
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public async Task An_anonymous_session_that_ended_makes_room()
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 2);
        List<NewSession> sessions = await CreateManyAsync(store, 2);
        await EndAsync(store, sessions[1]);

        await CreateManyAsync(store, 1);

        Assert.Equal(FindStatus.Current, await FindAsync(store, sessions[0]));
        Assert.Equal(FindStatus.Ended, await FindAsync(store, sessions[1]));
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task Tombstones_of_anonymous_sessions_are_bounded_too()
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 10);
        foreach (NewSession session in await CreateManyAsync(store, 10))
            await EndAsync(store, session);

        List<NewSession> later = await CreateManyAsync(store, 10);
        foreach (NewSession session in later)
            await EndAsync(store, session);
        _clock.Advance(SweepDelay);

        Assert.Equal(10, store.Count);
        foreach (NewSession session in later)
            Assert.Equal(FindStatus.Ended, await FindAsync(store, session));
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task At_the_cap_in_bytes_the_least_recently_used_anonymous_sessions_go()
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 1_000, maxAnonymousBytes: 1_000_000);
        List<NewSession> sessions = [];
        for (int i = 0; i < 100; i++)
            sessions.Add(await SessionsOf(store).CreateAsync(userId: null, payload: RandomValues.Payload(60_000)));

        // 16 times 60,250 bytes are less than a million, 17 times are more.
        Assert.Equal(16, store.Count);
        Assert.Equal(FindStatus.Unknown, await FindAsync(store, sessions[83]));
        Assert.Equal(FindStatus.Current, await FindAsync(store, sessions[84]));
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task A_session_that_grows_counts_with_what_it_has_become()
    {
        MemorySessionStore store = CreateStore(maxAnonymousBytes: 200_000);
        List<NewSession> sessions = await CreateManyAsync(store, 10);
        List<NewSession> signedIn = await CreateManyAsync(store, 10, NewSessions.User);

        // Down to less than it was, and up again: what it gave back is there for others.
        foreach (int size in (int[])[150_000, 10, 150_000, 199_500])
            await WriteAsync(store, sessions[9], size);

        Assert.Equal(11, store.Count);
        Assert.Equal(FindStatus.Unknown, await FindAsync(store, sessions[8]));
        Assert.Equal(FindStatus.Current, await FindAsync(store, sessions[9]));
        Assert.Equal(FindStatus.Current, await FindAsync(store, signedIn[0]));
        await EndAsync(store, sessions[9]);
        await CreateManyAsync(store, 50);
        Assert.Equal(61, store.Count);
    }

    [Fact]
    public async Task Under_a_parallel_flood_the_cap_holds()
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 100);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => FloodAsync(store, count: 1_000))));
        await CreateManyAsync(store, 100);

        // Ending a session that was just evicted bars its id for a while.
        _clock.Advance(SecureSessionDefaults.TombstoneRetention + SweepDelay);
        Assert.Equal(200, store.Count);
    }

    private static async Task WriteAsync(MemorySessionStore store, NewSession session, int size)
    {
        await FindAsync(store, session);
        long version = (await store.PeekAsync(session.Id, CancellationToken.None))!.Version;
        var replacement = new SessionReplacement { Id = session.Id, ExpectedVersion = version, Payload = RandomValues.Payload(size) };
        Assert.Equal(ReplaceStatus.Replaced, await store.ReplaceAsync(replacement, CancellationToken.None));
    }

    private static async Task FloodAsync(MemorySessionStore store, int count)
    {
        foreach (NewSession session in await CreateManyAsync(store, count))
        {
            await FindAsync(store, session);
            await EndAsync(store, (await CreateManyAsync(store, 1))[0]);
        }
    }
}
