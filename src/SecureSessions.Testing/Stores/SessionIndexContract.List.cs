using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionIndexContract
{
    /// <summary>User ids that a key, a separator or an encoding could trip over.</summary>
    public static TheoryData<string> OddUserIds =>
        new("{}", "a:b", "{a}:{b}", " a  b ", "Jörg Müßig", "*", "a\0b\r\n", "用户", new string('x', SecureSessionDefaults.MaxUserIdBytes));

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task A_reserved_session_is_listed_before_it_is_created()
    {
        DateTimeOffset before = await Store.GetTimeAsync(CancellationToken.None);
        SessionId id = await ReserveAsync();

        IndexedSession listed = Assert.Single(await Index.ListAsync(User, CancellationToken.None));

        Assert.Equal(id, listed.Id);
        Assert.InRange(listed.ReservedAt, before - TimeSpan.FromMilliseconds(1), await Store.GetTimeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_is_reserved_only_is_no_session()
    {
        NewSession session = await Sessions.BuildAsync();
        await ReserveAsync(session);
        var replacement = new SessionReplacement { Id = session.Id, ExpectedVersion = 0, Payload = session.Payload };

        Assert.Null(await PeekAsync(session.Id));
        Assert.Equal(FindStatus.Unknown, (await Store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None)).Status);
        Assert.Equal(FindStatus.Unknown, (await Store.FindAsync(session.Id, default, FindMode.Active, CancellationToken.None)).Status);
        Assert.Equal(ReplaceStatus.Gone, await Store.ReplaceAsync(replacement, CancellationToken.None));
    }

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task A_reserved_session_that_is_ended_cannot_be_created_any_more()
    {
        NewSession session = await Sessions.BuildAsync();
        await ReserveAsync(session);

        EndResult end = await Store.EndAsync(session.Id, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);

        Assert.Equal(new EndResult(EndStatus.Absent, Session: null), end);
        Assert.Equal(CreateStatus.Conflict, await Store.CreateAsync(session, CancellationToken.None));
        Assert.Null((await PeekAsync(session.Id))!.UserId);
    }

    [Fact]
    public async Task A_reserved_session_is_created_as_it_was_given_and_stays_listed()
    {
        NewSession session = await SignInAsync();

        SessionRecord record = (await Store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None)).Record!;

        Assert.Equal((session.Id, session.UserId, 1), (record.Id, record.UserId, record.Version));
        Assert.Equal((session.CreatedAt, session.AbsoluteExpiresAt), (record.CreatedAt, record.AbsoluteExpiresAt));
        Assert.Equal(session.Payload, record.Payload);
        Assert.Equal(CreateStatus.Conflict, await Store.CreateAsync(session, CancellationToken.None));
        Assert.Equal([session.Id], await ListAsync());
    }

    [Fact]
    public async Task The_list_is_in_the_order_of_reservation()
    {
        List<SessionId> reserved = [];
        for (int i = 0; i < 20; i++)
            reserved.Add(await ReserveAsync());

        Assert.Equal(reserved, await ListAsync());
    }

    [Fact]
    public async Task What_is_reserved_twice_is_listed_once()
    {
        NewSession session = await Sessions.BuildAsync();
        await ReserveAsync(session);
        await ReserveAsync(session);

        Assert.Equal([session.Id], await ListAsync());
    }

    [Fact]
    public async Task A_user_without_sessions_has_an_empty_list_and_no_history()
    {
        Assert.Empty(await ListAsync());
        Assert.Empty(await HistoryAsync());
    }

    [Fact]
    public async Task An_end_leaves_its_session_listed_until_it_is_removed()
    {
        NewSession session = await SignInAsync();

        await Store.EndAsync(session.Id, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);

        Assert.Equal([session.Id], await ListAsync());
        await RemoveAsync(session.Id);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Removing_takes_off_one_session_and_twice_is_no_error()
    {
        SessionId first = await ReserveAsync();
        SessionId second = await ReserveAsync();
        SessionId third = await ReserveAsync();

        await RemoveAsync(second);
        await RemoveAsync(second);
        await RemoveAsync(RandomValues.Id());

        Assert.Equal([first, third], await ListAsync());
    }

    [Fact]
    [Trait("Requirement", "MS-2")]
    public async Task Nobody_sees_or_removes_the_sessions_of_another_user()
    {
        SessionId ada = await ReserveAsync("ada");
        SessionId bob = await ReserveAsync("bob");

        await RemoveAsync(ada, userId: "bob");

        Assert.Equal([ada], await ListAsync("ada"));
        Assert.Equal([bob], await ListAsync("bob"));
        Assert.Empty(await ListAsync("Ada"));
    }

    [Theory]
    [MemberData(nameof(OddUserIds))]
    public async Task A_user_id_may_have_any_characters(string userId)
    {
        NewSession session = await SignInBrieflyAsync(userId);
        await ReserveAsync();

        Assert.Equal([session.Id], await ListAsync(userId));
        await AdvanceAsync(IdleTimeout + Margin);
        Assert.Equal(userId, Assert.Single(await LeaseAllAsync(), leased => leased.Session.Id == session.Id).Session.UserId);
        await RemoveAsync(session.Id, Past(session), userId);
        Assert.Empty(await ListAsync(userId));
        Assert.Equal([Past(session)], await HistoryAsync(userId));
    }
}
