using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    [Trait("Requirement", "TM-1")]
    [Trait("Requirement", "ST-8")]
    public async Task An_ended_session_is_gone_at_once_and_its_secret_learns_why()
    {
        NewSession session = await Sessions.CreateAsync();

        Assert.Equal(EndStatus.Ended, (await EndAsync(session, SessionEndReason.Revoked)).Status);
        FindResult result = await FindAsync(session);

        Assert.Equal(FindStatus.Ended, result.Status);
        Assert.Null(result.Record);
        Assert.Equal(SessionEndReason.Revoked, result.End!.Reason);
        Assert.Equal(session.UserId, result.End.UserId);
        Assert.InRange(result.End.At, session.CreatedAt, result.Now);
        Assert.False(result.End.FirstReport);
    }

    [Fact]
    [Trait("Requirement", "LG-2")]
    public async Task Every_remembered_secret_learns_of_an_end()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash regenerated = await RegenerateAsync(session);
        SecretHash renewed = await RenewAsync(session);
        await EndAsync(session);

        foreach (SecretHash hash in new[] { session.Hash, regenerated, renewed })
            Assert.Equal(FindStatus.Ended, (await FindAsync(session, hash)).Status);
    }

    [Fact]
    public async Task A_wrong_secret_learns_nothing_of_an_end()
    {
        NewSession session = await Sessions.CreateAsync();
        await EndAsync(session);

        Assert.Equal(FindStatus.Unknown, (await FindAsync(session, RandomValues.Hash())).Status);
    }

    [Fact]
    public async Task Ending_twice_is_no_error_and_keeps_the_first_reason()
    {
        NewSession session = await Sessions.CreateAsync();
        await EndAsync(session);

        Assert.Equal(EndStatus.AlreadyEnded, (await EndAsync(session, SessionEndReason.Revoked)).Status);
        Assert.Equal(SessionEndReason.SignedOut, (await FindAsync(session)).End!.Reason);
    }

    [Fact]
    public async Task An_end_shows_the_session_that_it_found()
    {
        NewSession session = await Sessions.CreateAsync();
        SessionSummary alive = await PeekAsync(session);

        SessionSummary other = (await EndAsync(session, expectedVersion: 2)).Session!;
        SessionSummary ended = (await EndAsync(session, SessionEndReason.Revoked)).Session!;
        SessionSummary again = (await EndAsync(session)).Session!;

        Assert.Null(other.End);
        Assert.Equal(1, other.Version);
        Assert.Equal((session.UserId, session.CreatedAt, alive.LastSeenAt), (ended.UserId, ended.CreatedAt, ended.LastSeenAt));
        Assert.Equal((SessionEndReason.Revoked, 0), (ended.End!.Reason, ended.Version));
        Assert.Equal(ended.End, again.End);
    }

    [Fact]
    public async Task An_end_at_another_version_does_nothing()
    {
        NewSession session = await Sessions.CreateAsync();
        await ReplaceAsync(session, version: 1);

        Assert.Equal(EndStatus.Conflict, (await EndAsync(session, expectedVersion: 1)).Status);
        Assert.Equal(FindStatus.Current, (await FindAsync(session)).Status);
        Assert.Equal(EndStatus.Ended, (await EndAsync(session, expectedVersion: 2)).Status);
    }

    [Fact]
    public async Task Ending_an_absent_id_bars_a_create_that_is_still_under_way()
    {
        NewSession session = await Sessions.BuildAsync();

        Assert.Equal(new EndResult(EndStatus.Absent, Session: null), await EndAsync(session));
        Assert.Equal(CreateStatus.Conflict, await Store.CreateAsync(session, CancellationToken.None));
        Assert.Equal(EndStatus.AlreadyEnded, (await EndAsync(session)).Status);
    }

    [Fact]
    public async Task What_bars_an_id_tells_no_secret_anything()
    {
        NewSession session = await Sessions.BuildAsync();
        await EndAsync(session, SessionEndReason.Revoked);

        Assert.Equal(FindStatus.Unknown, (await FindAsync(session)).Status);
        Assert.Equal(FindStatus.Unknown, (await FindAsync(session, default(SecretHash))).Status);
        SessionSummary summary = await PeekAsync(session);
        Assert.Equal(0, summary.Version);
        Assert.Equal(SessionEndReason.Revoked, summary.End!.Reason);
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task An_ended_session_is_not_brought_back_by_late_calls()
    {
        NewSession session = await Sessions.CreateAsync();
        await EndAsync(session);

        Assert.Equal(ReplaceStatus.Gone, await ReplaceAsync(session, version: 1));
        Assert.Equal(ReplaceStatus.Gone, await ReplaceAsync(session, version: 1, SecretChange.Regeneration(RandomValues.Hash())));
        foreach (FindMode mode in Enum.GetValues<FindMode>())
            Assert.Equal(FindStatus.Ended, (await FindAsync(session, mode)).Status);
    }

    [Fact]
    public async Task An_ended_session_keeps_its_reason_beyond_its_idle_deadline()
    {
        NewSession session = await BriefSessions.CreateAsync();
        await EndAsync(session, SessionEndReason.Revoked);
        await AdvanceAsync(AbsoluteTimeout);

        Assert.Equal(SessionEndReason.Revoked, (await FindAsync(session)).End!.Reason);
    }
}
