using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task An_idle_session_ends_at_its_deadline_for_that_reason_and_without_payload()
    {
        NewSession session = await BriefSessions.CreateAsync();
        DateTimeOffset deadline = (await PeekAsync(session)).ExpiresAt;
        await AdvanceAsync(IdleTimeout + Margin);

        FindResult result = await FindAsync(session);

        Assert.Equal(new SessionEnd(session.UserId, SessionEndReason.IdleTimeout, deadline, FirstReport: true), result.End);
        Assert.Null(result.Record);
    }

    [Fact]
    public async Task Where_both_deadlines_coincide_the_absolute_one_is_the_reason()
    {
        NewSession session = await BriefSessions.CreateAsync(idle: AbsoluteTimeout * 2);
        await AdvanceAsync(AbsoluteTimeout);

        Assert.Equal(SessionEndReason.AbsoluteTimeout, (await FindAsync(session)).End!.Reason);
    }

    [Fact]
    [Trait("Requirement", "LG-1")]
    public async Task A_timeout_is_reported_first_once()
    {
        NewSession session = await BriefSessions.CreateAsync();
        await AdvanceAsync(IdleTimeout);

        Assert.True((await FindAsync(session)).End!.FirstReport);
        Assert.False((await FindAsync(session)).End!.FirstReport);
        Assert.False((await PeekAsync(session)).End!.FirstReport);
    }

    [Fact]
    public async Task Who_peeks_leaves_the_first_report_to_others()
    {
        NewSession session = await BriefSessions.CreateAsync();
        await AdvanceAsync(IdleTimeout);

        Assert.False((await PeekAsync(session)).End!.FirstReport);
        Assert.True((await FindAsync(session)).End!.FirstReport);
    }

    [Fact]
    public async Task Who_reads_again_leaves_the_first_report_to_others()
    {
        NewSession session = await BriefSessions.CreateAsync();
        await AdvanceAsync(IdleTimeout);

        Assert.False((await FindAsync(session, FindMode.Reread)).End!.FirstReport);
        Assert.True((await FindAsync(session)).End!.FirstReport);
    }

    [Fact]
    public async Task Of_parallel_reports_of_a_timeout_exactly_one_is_the_first()
    {
        NewSession session = await BriefSessions.CreateAsync();
        await AdvanceAsync(IdleTimeout);

        FindResult[] results = await RaceAsync(_ => FindAsync(session));

        Assert.Single(results, static result => result.End!.FirstReport);
    }

    [Fact]
    public async Task A_wrong_secret_learns_nothing_of_an_expired_session_and_uses_up_no_report()
    {
        NewSession session = await BriefSessions.CreateAsync();
        await AdvanceAsync(IdleTimeout);

        Assert.Equal(FindStatus.Unknown, (await FindAsync(session, RandomValues.Hash())).Status);
        Assert.True((await FindAsync(session)).End!.FirstReport);
    }

    [Fact]
    [Trait("Requirement", "LG-2")]
    public async Task Every_remembered_secret_learns_of_a_timeout()
    {
        NewSession session = await BriefSessions.CreateAsync();
        SecretHash regenerated = await RegenerateAsync(session);
        SecretHash renewed = await RenewAsync(session);
        await AdvanceAsync(IdleTimeout);

        foreach (SecretHash hash in new[] { session.Hash, regenerated, renewed })
            Assert.Equal(SessionEndReason.IdleTimeout, (await FindAsync(session, hash)).End!.Reason);
    }

    [Fact]
    [Trait("Requirement", "TO-3")]
    [Trait("Requirement", "TM-2")]
    public async Task An_expired_session_is_not_brought_back_by_late_calls()
    {
        NewSession session = await BriefSessions.CreateAsync();
        await AdvanceAsync(IdleTimeout);

        Assert.Equal(ReplaceStatus.Gone, await ReplaceAsync(session, version: 1));
        Assert.Equal(ReplaceStatus.Gone, await ReplaceAsync(session, version: 1, Renewal(RandomValues.Hash())));
        Assert.Equal(EndStatus.AlreadyEnded, (await EndAsync(session)).Status);
        Assert.Equal(SessionEndReason.IdleTimeout, (await FindAsync(session)).End!.Reason);
    }

    [Fact]
    public async Task An_expired_session_is_told_of_by_a_peek_without_its_version()
    {
        NewSession session = await BriefSessions.CreateAsync();
        SessionSummary alive = await PeekAsync(session);
        await AdvanceAsync(IdleTimeout);

        SessionSummary summary = await PeekAsync(session);

        Assert.Equal(0, summary.Version);
        Assert.Equal(alive.ExpiresAt, summary.End!.At);
        Assert.Equal(alive.LastSeenAt, summary.LastSeenAt);
        Assert.Equal(session.UserId, summary.UserId);
    }
}
