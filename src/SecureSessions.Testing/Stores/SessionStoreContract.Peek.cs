using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task A_peek_tells_the_public_facts()
    {
        NewSession session = await Sessions.CreateAsync();
        await ReplaceAsync(session, version: 1);
        SessionRecord record = (await FindAsync(session)).Record!;

        SessionSummary summary = await PeekAsync(session);

        Assert.Equal(2, summary.Version);
        Assert.Equal(session.UserId, summary.UserId);
        Assert.Equal(record.CreatedAt, summary.CreatedAt);
        Assert.Equal(record.LastSeenAt, summary.LastSeenAt);
        Assert.Equal(record.ExpiresAt, summary.ExpiresAt);
        Assert.Equal(record.AbsoluteExpiresAt, summary.AbsoluteExpiresAt);
        Assert.Null(summary.End);
    }

    [Fact]
    public async Task A_peek_confirms_no_renewal()
    {
        NewSession session = await Sessions.CreateAsync();
        await RenewAsync(session);

        await PeekAsync(session);

        Assert.Equal(FindStatus.Pending, (await FindAsync(session)).Status);
    }

    [Fact]
    public async Task A_peek_at_an_ended_session_tells_of_its_end()
    {
        NewSession session = await Sessions.CreateAsync();
        await EndAsync(session, SessionEndReason.Revoked);

        SessionSummary summary = await PeekAsync(session);

        Assert.Equal(0, summary.Version);
        Assert.Equal(SessionEndReason.Revoked, summary.End!.Reason);
        Assert.False(summary.End.FirstReport);
        Assert.Equal(session.CreatedAt, summary.CreatedAt);
    }
}
