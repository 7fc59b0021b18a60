using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task A_session_lives_until_just_before_its_idle_deadline()
    {
        NewSession session = await BriefSessions.CreateAsync();

        await AdvanceToJustBeforeAsync(IdleTimeout);
        FindResult result = await FindAsync(session);

        // A store that goes by a clock of its own may have been asked too late.
        Assert.Equal(result.Now < session.CreatedAt + IdleTimeout ? FindStatus.Current : FindStatus.Ended, result.Status);
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task At_its_idle_deadline_a_session_is_expired()
    {
        NewSession session = await BriefSessions.CreateAsync();

        await AdvanceAsync(IdleTimeout);

        Assert.Equal(FindStatus.Ended, (await FindAsync(session)).Status);
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    [Trait("Requirement", "TO-2")]
    public async Task Activity_never_carries_a_session_past_its_absolute_deadline()
    {
        NewSession session = await BriefSessions.CreateAsync();
        FindResult result = await FindAsync(session);
        while (result.Now < session.AbsoluteExpiresAt)
        {
            Assert.Equal(FindStatus.Current, result.Status);
            Assert.Equal(session.AbsoluteExpiresAt, result.Record!.AbsoluteExpiresAt);
            await AdvanceAsync(IdleTimeout / 2);
            result = await FindAsync(session);
        }

        Assert.Equal(FindStatus.Ended, result.Status);
        Assert.Equal(SessionEndReason.AbsoluteTimeout, result.End!.Reason);
        Assert.Equal(session.AbsoluteExpiresAt, result.End.At);
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task The_idle_timeout_is_told_as_it_was_created_where_the_absolute_deadline_cuts_it_too()
    {
        NewSession session = await Sessions.CreateAsync();
        NewSession cut = await Sessions.CreateAsync(idle: LongAbsoluteTimeout * 3);

        Assert.Equal(session.IdleTimeout, (await FindAsync(session)).Record!.IdleTimeout);
        SessionRecord record = (await FindAsync(cut)).Record!;
        Assert.Equal((LongAbsoluteTimeout * 3, cut.AbsoluteExpiresAt), (record.IdleTimeout, record.ExpiresAt));
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task Activity_slides_the_idle_deadline()
    {
        NewSession session = await BriefSessions.CreateAsync();
        await AdvanceAsync(IdleTimeout / 2);

        FindResult result = await FindAsync(session);

        Assert.Equal(result.Now, result.Record!.LastSeenAt);
        Assert.Equal(result.Now + IdleTimeout, result.Record.ExpiresAt);
    }

    [Theory]
    [InlineData(FindMode.Passive)]
    [InlineData(FindMode.Reread)]
    [Trait("Requirement", "TO-7")]
    public async Task Only_an_active_find_slides_the_idle_deadline(FindMode mode)
    {
        NewSession session = await BriefSessions.CreateAsync();
        SessionSummary before = await PeekAsync(session);
        await AdvanceAsync(IdleTimeout / 2);

        SessionRecord record = (await FindAsync(session, mode)).Record!;

        Assert.Equal(before.LastSeenAt, record.LastSeenAt);
        Assert.Equal(before.ExpiresAt, record.ExpiresAt);
        await AdvanceAsync(IdleTimeout / 2);
        Assert.Equal(FindStatus.Ended, (await FindAsync(session)).Status);
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task What_only_a_newer_version_can_read_does_not_slide()
    {
        NewSession newer = await BriefSessions.CreateAsync(payload: [0xFF, .. RandomValues.Bytes(40)]);
        SessionSummary before = await PeekAsync(newer);
        await AdvanceAsync(IdleTimeout / 2);

        FindResult result = await FindAsync(newer);

        Assert.Equal((FindStatus.Current, before.ExpiresAt), (result.Status, result.Record!.ExpiresAt));
        await AdvanceAsync(IdleTimeout / 2);
        Assert.Equal(FindStatus.Ended, (await FindAsync(newer)).Status);
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task What_an_older_version_wrote_slides()
    {
        foreach (byte format in SealedPayload.ReadableFormats.ToArray())
        {
            NewSession session = await Sessions.CreateAsync(payload: [format, .. RandomValues.Bytes(40)]);
            await AdvanceAsync(ActivityInterval + Margin);

            FindResult result = await FindAsync(session);

            Assert.Equal(result.Now + session.IdleTimeout, result.Record!.ExpiresAt);
        }
    }

    [Fact]
    public async Task The_replaced_secret_slides_the_idle_deadline_while_it_is_served()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await RenewAsync(session);
        await AdvanceAsync(ActivityInterval + Margin);
        FindResult pending = await FindAsync(session);
        await FindAsync(session, renewed);
        await AdvanceAsync(Grace / 2);
        FindResult grace = await FindAsync(session);

        Assert.Equal(FindStatus.Pending, pending.Status);
        Assert.Equal(pending.Now, pending.Record!.LastSeenAt);
        Assert.Equal(FindStatus.Grace, grace.Status);
        Assert.Equal(grace.Now, grace.Record!.LastSeenAt);
    }

    [Fact]
    public async Task A_spent_secret_slides_nothing()
    {
        NewSession session = await Sessions.CreateAsync();
        await RegenerateAsync(session);
        await AdvanceAsync(Margin);

        FindResult result = await FindAsync(session);

        Assert.Equal(FindStatus.Spent, result.Status);
        Assert.True((await PeekAsync(session)).LastSeenAt < result.Now);
    }

    [Fact]
    public async Task A_write_and_a_peek_move_no_deadline()
    {
        NewSession session = await BriefSessions.CreateAsync();
        SessionSummary before = await PeekAsync(session);
        await AdvanceAsync(IdleTimeout / 2);

        await RenewAsync(session);
        await RegenerateAsync(session);
        SessionSummary after = await PeekAsync(session);

        Assert.Equal(before.LastSeenAt, after.LastSeenAt);
        Assert.Equal(before.ExpiresAt, after.ExpiresAt);
        Assert.Equal(before.AbsoluteExpiresAt, after.AbsoluteExpiresAt);
    }
}
