using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed partial class MemorySessionStoreTests
{
    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    [Trait("Requirement", "TO-9")]
    public async Task A_wall_clock_that_jumps_neither_lengthens_nor_ends_a_session(int days)
    {
        MemorySessionStore store = CreateStore();
        NewSession session = await SessionsOf(store).CreateAsync();
        _clock.Advance(IdleTimeout - TimeSpan.FromMilliseconds(1));
        _clock.JumpWallClock(TimeSpan.FromDays(days));

        Assert.Equal(FindStatus.Current, await FindAsync(store, session, FindMode.Passive));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(FindStatus.Ended, await FindAsync(store, session));
    }

    [Fact]
    [Trait("Requirement", "TO-9")]
    public async Task The_stores_time_is_what_has_elapsed_since_its_start()
    {
        MemorySessionStore store = CreateStore();
        DateTimeOffset start = await store.GetTimeAsync(CancellationToken.None);
        _clock.JumpWallClock(TimeSpan.FromHours(-1));
        _clock.Advance(TimeSpan.FromTicks(1_234_567));

        Assert.Equal(start + TimeSpan.FromMilliseconds(123), await store.GetTimeAsync(CancellationToken.None));
    }
}
