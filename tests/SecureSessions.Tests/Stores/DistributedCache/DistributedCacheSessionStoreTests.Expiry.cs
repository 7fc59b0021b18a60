using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed partial class DistributedCacheSessionStoreTests
{
    private static readonly TimeSpan Retention = SecureSessionDefaults.TombstoneRetention;

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task A_session_is_kept_until_its_tombstone_would_be_forgotten()
    {
        NewSession session = await _sessions.CreateAsync();
        Assert.Equal(IdleTimeout + Retention, _cache.Writes.Last().Expiry);

        _clock.Advance(TimeSpan.FromMinutes(5));
        await ReplaceAsync(_store, session);
        Assert.Equal(IdleTimeout + Retention - TimeSpan.FromMinutes(5), _cache.Writes.Last().Expiry);

        await FindAsync(_store, session);
        Assert.Equal(IdleTimeout + Retention, _cache.Writes.Last().Expiry);

        await EndAsync(_store, session.Id);
        Assert.Equal(AbsoluteTimeout + Retention - TimeSpan.FromMinutes(5), _cache.Writes.Last().Expiry);
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task What_bars_an_id_is_forgotten_too()
    {
        SessionId id = RandomValues.Id();
        await EndAsync(_store, id);

        Assert.Equal((SecureSessionDefaults.KeyPrefix + id, Retention), _cache.Writes.Single());
        _clock.Advance(Retention);
        Assert.Null(_cache.Look(SecureSessionDefaults.KeyPrefix + id));
        Assert.Null(await _store.PeekAsync(id, CancellationToken.None));
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task Nothing_is_left_of_sessions_that_nobody_asks_for_again()
    {
        List<NewSession> sessions = [];
        for (int i = 0; i < 30; i++)
            sessions.Add(await _sessions.CreateAsync(userId: i % 2 == 0 ? null : "ada"));
        await FindAsync(_store, sessions[0]);
        await ReplaceAsync(_store, sessions[1]);
        await EndAsync(_store, sessions[2].Id);

        _clock.Advance(AbsoluteTimeout + Retention);

        Assert.All(_cache.Writes, static write => Assert.NotNull(write.Expiry));
        Assert.All(sessions, session => Assert.Null(_cache.Look(KeyOf(session))));
    }

    [Fact]
    public async Task Keys_begin_with_the_prefix()
    {
        DistributedCacheSessionStore store = CacheStores.Create(_cache, _clock, "shop:");
        NewSession session = await new NewSessions(store, IdleTimeout, AbsoluteTimeout).CreateAsync();

        Assert.Equal($"shop:{session.Id}", _cache.Writes.Single().Key);
        Assert.Equal(FindStatus.Unknown, (await FindAsync(_store, session)).Status);
    }
}
