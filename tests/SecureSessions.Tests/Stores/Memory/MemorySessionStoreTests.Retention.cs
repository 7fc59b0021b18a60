using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed partial class MemorySessionStoreTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "LG-2")]
    public async Task The_tombstone_of_a_timeout_lasts_exactly_as_long_as_promised(bool swept)
    {
        MemorySessionStore store = CreateStore(swept);
        NewSession session = await SessionsOf(store).CreateAsync();

        _clock.Advance(IdleTimeout + SecureSessionDefaults.TombstoneRetention - TimeSpan.FromMilliseconds(1));
        Assert.Equal(FindStatus.Ended, await FindAsync(store, session));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(FindStatus.Unknown, await FindAsync(store, session));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "LG-2")]
    public async Task The_tombstone_of_an_end_lasts_beyond_the_deadline_that_the_session_had(bool swept)
    {
        MemorySessionStore store = CreateStore(swept);
        NewSession session = await SessionsOf(store).CreateAsync();
        await EndAsync(store, session);

        _clock.Advance(AbsoluteTimeout + SecureSessionDefaults.TombstoneRetention - TimeSpan.FromMilliseconds(1));
        Assert.Equal(FindStatus.Ended, await FindAsync(store, session));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(FindStatus.Unknown, await FindAsync(store, session));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_barred_id_is_barred_for_longer_than_a_create_may_be_late(bool swept)
    {
        MemorySessionStore store = CreateStore(swept);
        SessionId id = RandomValues.Id();
        await EndAsync(store, await SessionsOf(store).BuildAsync(id: id));

        _clock.Advance(SecureSessionDefaults.TombstoneRetention - TimeSpan.FromMilliseconds(1));
        Assert.Equal(CreateStatus.Conflict, await store.CreateAsync(await SessionsOf(store).BuildAsync(id: id), CancellationToken.None));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await store.PeekAsync(id, CancellationToken.None));
    }

    private MemorySessionStore CreateStore(bool swept)
    {
        MemorySessionStore store = CreateStore();
        if (!swept)
            store.Dispose();

        return store;
    }
}
