using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task A_new_session_is_not_marked() => Assert.Equal(0, await MarkOfAsync(await Sessions.CreateAsync()));

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task Each_mark_raises_the_count_by_one()
    {
        NewSession session = await Sessions.CreateAsync();

        Assert.Equal(MarkStatus.Marked, await MarkAsync(session));
        Assert.Equal(1, await MarkOfAsync(session));
        Assert.Equal(MarkStatus.Marked, await MarkAsync(session));
        Assert.Equal(2, await MarkOfAsync(session));
    }

    [Fact]
    public async Task A_mark_changes_nothing_else()
    {
        NewSession session = await Sessions.CreateAsync(label: [1]);
        SecretHash renewed = await RenewAndConfirmAsync(session);
        SessionRecord before = (await FindAsync(session, renewed, FindMode.Passive)).Record!;
        await AdvanceAsync(Margin);

        await MarkAsync(session);

        SessionRecord after = (await FindAsync(session, renewed, FindMode.Passive)).Record!;
        Assert.Equal(
            (before.Version, before.LastSeenAt, before.ExpiresAt, before.SecretIssuedAt),
            (after.Version, after.LastSeenAt, after.ExpiresAt, after.SecretIssuedAt));
        Assert.Equal((before.AbsoluteExpiresAt, before.RenewalUnderWay), (after.AbsoluteExpiresAt, after.RenewalUnderWay));
        Assert.Equal(before.Payload.ToArray(), after.Payload.ToArray());
        Assert.Equal([1], (await PeekAsync(session)).Label.ToArray());
    }

    [Fact]
    public async Task What_is_unknown_is_not_marked_and_stays_unknown()
    {
        NewSession session = await Sessions.BuildAsync();

        Assert.Equal(MarkStatus.Absent, await MarkAsync(session));
        Assert.Null(await Store.PeekAsync(session.Id, CancellationToken.None));
        Assert.Equal(CreateStatus.Created, await Store.CreateAsync(session, CancellationToken.None));
        Assert.Equal(0, await MarkOfAsync(session));
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task What_has_ended_is_neither_marked_nor_revived()
    {
        NewSession session = await Sessions.CreateAsync();
        await EndAsync(session, SessionEndReason.Revoked);

        Assert.Equal(MarkStatus.Ended, await MarkAsync(session));
        Assert.Equal(SessionEndReason.Revoked, (await PeekAsync(session)).End!.Reason);
        Assert.Equal(FindStatus.Ended, (await FindAsync(session)).Status);
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task What_has_timed_out_is_neither_marked_nor_revived()
    {
        NewSession session = await BriefSessions.CreateAsync();
        await AdvanceAsync(IdleTimeout + Margin);

        Assert.Equal(MarkStatus.Ended, await MarkAsync(session));
        Assert.Equal(SessionEndReason.IdleTimeout, (await PeekAsync(session)).End!.Reason);
    }

    [Fact]
    public async Task An_id_that_is_barred_is_not_marked_and_stays_barred()
    {
        NewSession session = await Sessions.BuildAsync();
        await EndAsync(session, SessionEndReason.Revoked);

        Assert.NotEqual(MarkStatus.Marked, await MarkAsync(session));
        Assert.Equal(CreateStatus.Conflict, await Store.CreateAsync(session, CancellationToken.None));
    }

    [Fact]
    public async Task A_write_that_answers_the_mark_takes_it_back()
    {
        NewSession session = await Sessions.CreateAsync();
        await MarkAsync(session);
        await MarkAsync(session);

        await ReplaceAsync(session, version: 1, seenMark: 2);

        Assert.Equal(0, await MarkOfAsync(session));
        await MarkAsync(session);
        Assert.Equal(1, await MarkOfAsync(session));
    }

    [Fact]
    public async Task A_mark_that_came_after_the_one_that_is_answered_stays()
    {
        NewSession session = await Sessions.CreateAsync();
        await MarkAsync(session);
        await MarkAsync(session);

        await ReplaceAsync(session, version: 1, Renewal(RandomValues.Hash()), seenMark: 1);

        Assert.Equal(2, await MarkOfAsync(session));
    }

    [Fact]
    public async Task A_mark_outlives_writes_that_do_not_answer_it()
    {
        NewSession session = await Sessions.CreateAsync();
        await MarkAsync(session);

        await ReplaceAsync(session, version: 1);
        Assert.Equal(1, await MarkOfAsync(session));
        SecretHash renewed = await RenewAndConfirmAsync(session);
        Assert.Equal(1, (await FindAsync(session, renewed)).Record!.RefreshMark);
        Assert.Equal(1, (await FindAsync(session)).Record!.RefreshMark);
        SecretHash regenerated = await RegenerateAsync(session);
        Assert.Equal(1, (await FindAsync(session, regenerated)).Record!.RefreshMark);
    }

    [Fact]
    public async Task A_write_that_is_refused_answers_no_mark()
    {
        NewSession session = await Sessions.CreateAsync();
        await MarkAsync(session);

        Assert.Equal(ReplaceStatus.Conflict, await ReplaceAsync(session, version: 2, seenMark: 1));

        Assert.Equal(1, await MarkOfAsync(session));
    }

    [Fact]
    public async Task Of_parallel_marks_and_writes_every_mark_counts()
    {
        NewSession session = await Sessions.CreateAsync();

        await RaceAsync(async i => i % 2 == 0
            ? await MarkAsync(session) == MarkStatus.Marked
            : await ReplaceAsync(session, version: 1) == ReplaceStatus.Replaced);

        Assert.Equal(Competitors / 2, await MarkOfAsync(session));
        Assert.Equal(2, (await PeekAsync(session)).Version);
    }

    private ValueTask<MarkStatus> MarkAsync(NewSession session, bool reauthenticate = false) =>
        Store.MarkAsync(session.Id, reauthenticate, CancellationToken.None);

    private async Task<long> MarkOfAsync(NewSession session) => (await FindAsync(session)).Record!.RefreshMark;
}
