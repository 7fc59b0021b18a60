using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed partial class MemorySessionStoreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(600)]
    [Trait("Requirement", "ST-8")]
    public async Task Sessions_that_nobody_asks_for_again_leave_nothing(int idleMinutes)
    {
        MemorySessionStore store = CreateStore(maxAnonymousSessions: 1_000);
        for (int i = 0; i < 1_000; i++)
            await SessionsOf(store).CreateAsync(i % 2 == 0 ? null : NewSessions.User, TimeSpan.FromMinutes(idleMinutes));

        TimeSpan life = TimeSpan.FromMinutes(Math.Min(idleMinutes, AbsoluteTimeout.TotalMinutes));
        _clock.Advance(life + SecureSessionDefaults.TombstoneRetention - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1_000, store.Count);
        _clock.Advance(SweepDelay);
        Assert.Equal(0, store.Count);
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task Tombstones_of_ended_sessions_and_barred_ids_go_too()
    {
        MemorySessionStore store = CreateStore();
        await EndAsync(store, await SessionsOf(store).BuildAsync());
        await EndAsync(store, await SessionsOf(store).CreateAsync());
        Assert.Equal(2, store.Count);

        _clock.Advance(SecureSessionDefaults.TombstoneRetention + SweepDelay);
        Assert.Equal(1, store.Count);
        _clock.Advance(AbsoluteTimeout);
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task A_session_in_use_is_found_by_the_sweep_when_it_expires_at_last()
    {
        MemorySessionStore store = CreateStore();
        NewSession session = await SessionsOf(store).CreateAsync();
        _clock.Advance(IdleTimeout * 0.9);
        await FindAsync(store, session);
        _clock.Advance(IdleTimeout * 0.9);

        Assert.Equal(FindStatus.Current, await FindAsync(store, session));
        _clock.Advance(IdleTimeout + SecureSessionDefaults.TombstoneRetention + SweepDelay);
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task A_sweep_that_fails_does_not_stop_the_next()
    {
        var failing = new FailingTimeProvider(_clock);
        MemorySessionStore store = CreateStore(timeProvider: failing);
        await SessionsOf(store).CreateAsync();

        failing.Fails = true;
        _clock.Advance(IdleTimeout + SecureSessionDefaults.TombstoneRetention);
        failing.Fails = false;
        Assert.Equal(1, store.Count);
        _clock.Advance(SweepDelay);

        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task A_disposed_store_sweeps_no_more()
    {
        MemorySessionStore store = CreateStore();
        await SessionsOf(store).CreateAsync();

        store.Dispose();
        _clock.Advance(AbsoluteTimeout * 2);

        Assert.Equal(1, store.Count);
    }
}
