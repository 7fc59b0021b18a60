using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionIndexContract
{
    [Fact]
    public async Task Before_its_deadline_a_session_is_not_leased()
    {
        await SignInBrieflyAsync();

        Assert.Empty(await LeaseAllAsync());
        await AdvanceAsync(IdleTimeout - Margin);

        // A store that goes by a clock of its own may have been asked too late.
        Assert.DoesNotContain(await LeaseAllAsync(), static leased => leased.Now < leased.Session.ExpiresAt);
    }

    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task An_expired_session_is_leased_as_it_was_reserved()
    {
        NewSession session = await SignInBrieflyAsync();
        await AdvanceAsync(IdleTimeout + Margin);
        DateTimeOffset before = await Store.GetTimeAsync(CancellationToken.None);

        SessionDeadline leased = Assert.Single(await LeaseAllAsync());

        Assert.Equal(ReservationOf(session), leased.Session with { Label = default });
        Assert.InRange(leased.DueAt, leased.Session.ExpiresAt, leased.Now);
        Assert.InRange(leased.Now, before - TimeSpan.FromMilliseconds(1), await Store.GetTimeAsync(CancellationToken.None));
        Assert.Equal(SessionEndReason.IdleTimeout, (await PeekAsync(session.Id))!.End!.Reason);
    }

    [Fact]
    public async Task A_lease_leaves_the_session_listed()
    {
        NewSession session = await SignInBrieflyAsync();
        await AdvanceAsync(IdleTimeout + Margin);

        await LeaseAllAsync();

        Assert.Equal([session.Id], await ListAsync());
    }

    [Fact]
    public async Task Of_parallel_leasers_exactly_one_gets_a_session_and_nobody_again_within_the_lease()
    {
        NewSession session = await SignInBrieflyAsync();
        await AdvanceAsync(IdleTimeout + Margin);

        List<SessionDeadline>[] leased = await RaceAsync(_ => LeaseAllAsync());

        Assert.Equal(session.Id, Assert.Single(leased.SelectMany(static some => some)).Session.Id);
        Assert.Empty(await LeaseAllAsync());
    }

    [Fact]
    public async Task Of_many_sessions_each_is_leased_once()
    {
        NewSession[] sessions = await RaceAsync(i => SignInBrieflyAsync($"user {i % 7}"));
        await AdvanceAsync(IdleTimeout + Margin);

        List<SessionDeadline>[] leased = await RaceAsync(_ => LeaseAllAsync());

        Assert.Equal(
            Ordered(sessions.Select(static session => session.Id)),
            Ordered(leased.SelectMany(static some => some).Select(static one => one.Session.Id)));
    }

    [Fact]
    public async Task An_expiry_that_a_request_found_first_is_leased_all_the_same()
    {
        NewSession session = await SignInBrieflyAsync();
        await AdvanceAsync(IdleTimeout + Margin);

        await Store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None);

        Assert.Equal(session.Id, Assert.Single(await LeaseAllAsync()).Session.Id);
    }

    [Fact]
    public async Task A_session_that_was_ended_and_never_removed_is_leased_at_its_deadline()
    {
        NewSession session = await SignInBrieflyAsync();
        await Store.EndAsync(session.Id, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);

        await AdvanceAsync(IdleTimeout + Margin);

        Assert.Equal(session.Id, Assert.Single(await LeaseAllAsync()).Session.Id);
    }

    [Fact]
    public async Task A_session_that_was_active_meanwhile_is_found_alive_and_leased_when_it_has_expired()
    {
        NewSession session = await SignInBrieflyAsync();
        await AdvanceAsync(IdleTimeout * 0.6);
        await Store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None);
        await AdvanceAsync((IdleTimeout * 0.4) + Margin);

        foreach (SessionDeadline early in await LeaseAllAsync())
            await PostponeAliveAsync(early);
        Assert.Empty(await LeaseAllAsync());
        await AdvanceAsync((IdleTimeout * 0.6) + Margin);

        Assert.Equal(session.Id, Assert.Single(await LeaseAllAsync()).Session.Id);
    }

    [Fact]
    public async Task What_was_completed_is_not_leased_again()
    {
        NewSession session = await SignInBrieflyAsync();
        await AdvanceAsync(IdleTimeout + Margin);
        SessionDeadline leased = Assert.Single(await LeaseAllAsync());
        await RemoveAsync(session.Id);

        await Index.CompleteAsync(leased, CancellationToken.None);
        await Index.CompleteAsync(leased, CancellationToken.None);
        await AdvanceAsync(CanWaitForLease ? SecureSessionDefaults.DeadlineLease + Margin : Margin);

        Assert.Empty(await LeaseAllAsync());
    }

    [Fact]
    public async Task What_was_postponed_is_leased_when_its_time_has_come()
    {
        await SignInBrieflyAsync();
        await AdvanceAsync(IdleTimeout + Margin);
        SessionDeadline leased = Assert.Single(await LeaseAllAsync());

        await Index.PostponeAsync(leased, leased.Now + (IdleTimeout / 2), CancellationToken.None);

        Assert.Empty(await LeaseAllAsync());
        await AdvanceAsync((IdleTimeout / 2) + Margin);
        Assert.Equal(leased.Session, Assert.Single(await LeaseAllAsync()).Session);
    }

    [Fact]
    public async Task What_was_neither_postponed_nor_completed_is_due_again_after_the_lease()
    {
        if (!CanWaitForLease)
            return;

        await SignInBrieflyAsync();
        await AdvanceAsync(IdleTimeout + Margin);
        SessionDeadline leased = Assert.Single(await LeaseAllAsync());

        await AdvanceAsync(SecureSessionDefaults.DeadlineLease - Margin);
        Assert.Empty(await LeaseAllAsync());
        await AdvanceAsync(Margin * 2);
        Assert.Equal(leased.Session, Assert.Single(await LeaseAllAsync()).Session);
    }

    private async Task PostponeAliveAsync(SessionDeadline deadline)
    {
        SessionSummary summary = (await PeekAsync(deadline.Session.Id))!;
        Assert.Null(summary.End);
        await Index.PostponeAsync(deadline, summary.ExpiresAt, CancellationToken.None);
    }

    private static IOrderedEnumerable<string> Ordered(IEnumerable<SessionId> ids) =>
        ids.Select(static id => id.ToString()).Order(StringComparer.Ordinal);
}
