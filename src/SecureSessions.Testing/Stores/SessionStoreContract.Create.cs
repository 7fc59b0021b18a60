using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task A_new_session_is_found_as_it_was_given()
    {
        NewSession session = await Sessions.CreateAsync();

        SessionRecord record = (await FindAsync(session)).Record!;

        Assert.Equal(session.Id, record.Id);
        Assert.Equal(session.UserId, record.UserId);
        Assert.Equal(session.CreatedAt, record.CreatedAt);
        Assert.Equal(session.AbsoluteExpiresAt, record.AbsoluteExpiresAt);
        Assert.Equal(session.Payload, record.Payload);
    }

    [Fact]
    public async Task A_new_session_has_version_1_and_a_secret_as_old_as_itself()
    {
        NewSession session = await Sessions.CreateAsync(userId: null);

        SessionRecord record = (await FindAsync(session)).Record!;

        Assert.Equal(1, record.Version);
        Assert.Null(record.UserId);
        Assert.Equal(session.CreatedAt, record.SecretIssuedAt);
        Assert.False(record.RenewalUnderWay);
        Assert.True(record.Successor.IsEmpty);
    }

    [Fact]
    public async Task The_idle_deadline_counts_from_the_stores_own_time()
    {
        NewSession session = await Sessions.BuildAsync(age: TimeSpan.FromSeconds(10));
        await Store.CreateAsync(session, CancellationToken.None);

        SessionSummary summary = await PeekAsync(session);

        Assert.True(summary.LastSeenAt >= session.CreatedAt + TimeSpan.FromSeconds(10));
        Assert.Equal(summary.LastSeenAt + session.IdleTimeout, summary.ExpiresAt);
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task The_idle_deadline_is_never_after_the_absolute_one()
    {
        NewSession session = await Sessions.CreateAsync(idle: LongAbsoluteTimeout * 2);

        Assert.Equal(session.AbsoluteExpiresAt, (await PeekAsync(session)).ExpiresAt);
        Assert.Equal(session.AbsoluteExpiresAt, (await FindAsync(session)).Record!.ExpiresAt);
    }

    [Fact]
    public async Task An_id_that_lives_is_a_conflict_and_its_session_stays()
    {
        NewSession session = await Sessions.CreateAsync();
        NewSession second = await Sessions.BuildAsync(id: session.Id);

        Assert.Equal(CreateStatus.Conflict, await Store.CreateAsync(second, CancellationToken.None));
        Assert.Equal(session.Payload, (await FindAsync(session)).Record!.Payload);
        Assert.Equal(FindStatus.WrongSecret, (await FindAsync(second)).Status);
    }

    [Fact]
    public async Task An_id_that_was_ended_is_a_conflict()
    {
        NewSession session = await Sessions.CreateAsync();
        await EndAsync(session);

        Assert.Equal(CreateStatus.Conflict, await Store.CreateAsync(await Sessions.BuildAsync(id: session.Id), CancellationToken.None));
        Assert.Equal(FindStatus.Ended, (await FindAsync(session)).Status);
    }

    [Fact]
    public async Task An_id_that_has_expired_is_a_conflict()
    {
        NewSession session = await BriefSessions.CreateAsync();
        await AdvanceAsync(IdleTimeout);

        Assert.Equal(CreateStatus.Conflict, await Store.CreateAsync(await Sessions.BuildAsync(id: session.Id), CancellationToken.None));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_create_too_far_from_its_instant_writes_nothing(int direction)
    {
        NewSession session = await Sessions.BuildAsync(age: direction * (SecureSessionDefaults.CreateWindow + TimeSpan.FromSeconds(2)));

        Assert.Equal(CreateStatus.OutsideWindow, await Store.CreateAsync(session, CancellationToken.None));
        Assert.Null(await Store.PeekAsync(session.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_create_near_enough_to_its_instant_is_carried_out(int direction)
    {
        NewSession session = await Sessions.BuildAsync(age: direction * (SecureSessionDefaults.CreateWindow - TimeSpan.FromSeconds(2)));

        Assert.Equal(CreateStatus.Created, await Store.CreateAsync(session, CancellationToken.None));
    }
}
