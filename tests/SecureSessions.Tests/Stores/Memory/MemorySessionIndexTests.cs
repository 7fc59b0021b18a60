using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>What only the in-memory store promises of its users port: nothing stays behind, and the history is bounded.</summary>
public sealed class MemorySessionIndexTests : IDisposable
{
    private const string User = NewSessions.User;
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan AbsoluteTimeout = TimeSpan.FromHours(2);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan SweepDelay = TimeSpan.FromMilliseconds(2 * ExpiryWheel.TickMilliseconds);

    private readonly ManualTimeProvider _clock = new();
    private readonly MemorySessionStore _store;

    public MemorySessionIndexTests() =>
        _store = new MemorySessionStore(_clock, Options.Create(new MemoryStoreOptions()), NullLogger<MemorySessionStore>.Instance);

    public void Dispose() => _store.Dispose();

    [Fact]
    [Trait("Requirement", "MS-4")]
    public async Task A_reservation_that_was_never_used_is_forgotten_and_leaves_nothing()
    {
        await ReserveAsync();

        _clock.Advance(SecureSessionDefaults.ReservationPeriod - Moment);
        Assert.Single(await ListAsync());
        _clock.Advance(Moment + SweepDelay);
        Assert.Empty(await ListAsync());
        Assert.Equal(0, _store.Count);
        Assert.Empty(await _store.LeaseDueAsync(CancellationToken.None));
    }

    [Fact]
    [Trait("Requirement", "LG-1")]
    public async Task A_clock_that_leaps_over_deadline_and_tombstone_at_once_does_not_forget_the_end()
    {
        NewSession session = await SignInAsync();

        _clock.Leap(AbsoluteTimeout * 5);

        Assert.Equal(session.Id, Assert.Single(await _store.LeaseDueAsync(CancellationToken.None)).Session.Id);
        SessionEnd end = (await _store.PeekAsync(session.Id, CancellationToken.None))!.End!;
        Assert.Equal((SessionEndReason.IdleTimeout, session.CreatedAt + IdleTimeout), (end.Reason, end.At));
        _clock.Advance(SecureSessionDefaults.TombstoneRetention + SweepDelay);
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task Of_a_users_ended_sessions_the_last_hundred_are_known_by_their_cookies()
    {
        List<NewSession> ended = [];
        for (int i = 0; i < 250; i++)
        {
            ended.Add(await SignInAsync());
            await _store.EndAsync(ended[i].Id, SessionEndReason.SignedOut, null, CancellationToken.None);
            await _store.RemoveAsync(User, ended[i].Id, ended: null, CancellationToken.None);
        }

        NewSession alive = await SignInAsync();

        Assert.Equal(101, _store.Count);
        Assert.Equal(
            [FindStatus.Unknown, FindStatus.Ended, FindStatus.Current],
            [await FindAsync(ended[149]), await FindAsync(ended[150]), await FindAsync(alive)]);
        _clock.Advance(AbsoluteTimeout + SecureSessionDefaults.TombstoneRetention + SweepDelay);
        Assert.Equal(0, _store.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(1_200)]
    public async Task A_reserved_session_expires_at_its_own_deadline_and_not_with_the_reservation(int idleSeconds)
    {
        NewSession session = await SignInAsync(idle: TimeSpan.FromSeconds(idleSeconds));

        _clock.Advance(TimeSpan.FromSeconds(idleSeconds) - Moment);
        Assert.Null((await _store.PeekAsync(session.Id, CancellationToken.None))!.End);
        _clock.Advance(Moment);
        Assert.Equal(session.Id, Assert.Single(await _store.LeaseDueAsync(CancellationToken.None)).Session.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "MS-4")]
    public async Task Sessions_that_nobody_looked_after_leave_the_list_with_their_tombstones(bool ended)
    {
        for (int i = 0; i < 100; i++)
        {
            NewSession session = await SignInAsync();
            if (ended)
                await _store.EndAsync(session.Id, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);
        }

        _clock.Advance((ended ? AbsoluteTimeout : IdleTimeout) + SecureSessionDefaults.TombstoneRetention + SweepDelay);

        Assert.Empty(await ListAsync());
        Assert.Equal(0, _store.Count);
        Assert.Empty(await _store.LeaseDueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_was_postponed_and_then_completed_is_due_no_more()
    {
        await SignInAsync();
        _clock.Advance(IdleTimeout);
        SessionDeadline leased = Assert.Single(await _store.LeaseDueAsync(CancellationToken.None));

        await _store.PostponeAsync(leased, leased.Now, CancellationToken.None);
        Assert.Single(await _store.LeaseDueAsync(CancellationToken.None));
        await _store.CompleteAsync(leased, CancellationToken.None);
        _clock.Advance(SecureSessionDefaults.DeadlineLease);

        Assert.Empty(await _store.LeaseDueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_history_ends_when_it_is_too_old()
    {
        NewSession session = await SignInAsync();
        await RemoveAsync(User, session);

        _clock.Leap(SecureSessionDefaults.HistoryRetention - Moment);
        Assert.Single(await _store.HistoryAsync(User, CancellationToken.None));
        _clock.Advance(Moment);
        Assert.Empty(await _store.HistoryAsync(User, CancellationToken.None));
    }

    [Fact]
    public async Task The_history_of_all_users_together_is_bounded_and_the_oldest_go()
    {
        NewSession session = await SessionsOf().BuildAsync();
        for (int i = 0; i <= 100_000; i++)
            await RemoveAsync($"user {i}", session);

        Assert.Empty(await _store.HistoryAsync("user 0", CancellationToken.None));
        Assert.Single(await _store.HistoryAsync("user 1", CancellationToken.None));
        Assert.Single(await _store.HistoryAsync("user 100000", CancellationToken.None));
    }

    [Fact]
    public async Task Under_parallel_sign_ins_and_ends_the_list_is_exact()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
            {
                NewSession session = await SignInAsync();
                if (i % 10 != 0)
                    await _store.RemoveAsync(User, session.Id, ended: null, CancellationToken.None);
            }
        })));

        Assert.Equal(400, (await ListAsync()).Select(static listed => listed.Id).Distinct().Count());
    }

    private NewSessions SessionsOf() => new(_store, IdleTimeout, AbsoluteTimeout);

    private async Task<NewSession> ReserveAsync(TimeSpan? idle = null)
    {
        NewSession session = await SessionsOf().BuildAsync(idle: idle);
        var reservation = new SessionReservation(
            session.Id, User, session.CreatedAt, session.CreatedAt + session.IdleTimeout, session.AbsoluteExpiresAt);
        await _store.ReserveAsync(reservation, limit: null, CancellationToken.None);
        return session;
    }

    private async Task<NewSession> SignInAsync(TimeSpan? idle = null)
    {
        NewSession session = await ReserveAsync(idle);
        Assert.Equal(CreateStatus.Created, await _store.CreateAsync(session, CancellationToken.None));
        return session;
    }

    private async Task<FindStatus> FindAsync(NewSession session) =>
        (await _store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None)).Status;

    private ValueTask<IReadOnlyList<IndexedSession>> ListAsync() => _store.ListAsync(User, CancellationToken.None);

    private ValueTask RemoveAsync(string userId, NewSession session) => _store.RemoveAsync(
        userId,
        session.Id,
        new EndedSession(session.Id, session.CreatedAt, session.CreatedAt, session.CreatedAt, SessionEndReason.SignedOut),
        CancellationToken.None);
}
