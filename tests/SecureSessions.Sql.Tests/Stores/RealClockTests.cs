using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>The database's own clock, in place of the one that tests move.</summary>
public abstract class RealClockTests
{
    [Fact]
    public async Task It_tells_the_time_of_this_machine()
    {
        var ports = new SqlPorts(await OpenAsync(), onRealClock: true);
        DateTimeOffset before = DateTimeOffset.UtcNow;

        DateTimeOffset now = await ports.Store.GetTimeAsync(CancellationToken.None);

        Assert.InRange(now, before - TimeSpan.FromMilliseconds(2), DateTimeOffset.UtcNow + TimeSpan.FromMilliseconds(2));
        Assert.Equal(0, now.Ticks % TimeSpan.TicksPerMillisecond);
    }

    [Fact]
    public async Task It_never_goes_back()
    {
        var ports = new SqlPorts(await OpenAsync(), onRealClock: true);
        DateTimeOffset last = default;
        for (int i = 0; i < 200; i++)
        {
            DateTimeOffset now = await ports.Store.GetTimeAsync(CancellationToken.None);
            Assert.InRange(now, last, DateTimeOffset.MaxValue);
            last = now;
        }
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task A_session_expires_by_it_and_is_leased()
    {
        var ports = new SqlPorts(await OpenAsync(), onRealClock: true);
        NewSession session = await new NewSessions(ports.Store, TimeSpan.FromMilliseconds(300), TimeSpan.FromHours(1)).BuildAsync();
        DateTimeOffset deadline = session.CreatedAt + session.IdleTimeout;
        await ports.Index.ReserveAsync(
            new SessionReservation(session.Id, session.UserId!, session.CreatedAt, deadline, session.AbsoluteExpiresAt),
            limit: null,
            CancellationToken.None);
        Assert.Equal(CreateStatus.Created, await ports.Store.CreateAsync(session, CancellationToken.None));

        FindResult found;
        do
        {
            found = await ports.Store.FindAsync(session.Id, session.Hash, FindMode.Passive, CancellationToken.None);
            Assert.Equal(found.Now < found.Record?.ExpiresAt ? FindStatus.Current : FindStatus.Ended, found.Status);
        }
        while (found.Status == FindStatus.Current);

        IReadOnlyList<SessionDeadline> leased = await ports.Index.LeaseDueAsync(CancellationToken.None);
        Assert.Equal(session.Id, Assert.Single(leased).Session.Id);
        Assert.Empty(await ports.Index.LeaseDueAsync(CancellationToken.None));
    }

    protected abstract Task<TestDatabase> OpenAsync();
}
