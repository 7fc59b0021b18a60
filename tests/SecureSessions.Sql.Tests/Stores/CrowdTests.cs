using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>Many at once: each limit is exact, and each deadline has one node.</summary>
public abstract class CrowdTests
{
    private const int Limit = 5;

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task Of_a_hundred_sign_ins_of_one_user_at_once_as_many_sessions_live_as_the_limit_allows()
    {
        var ports = new SqlPorts(await OpenAsync());
        var sessions = new NewSessions(ports.Store, TimeSpan.FromHours(1), TimeSpan.FromHours(3));
        for (int round = 0; round < Rounds; round++)
        {
            string user = $"user {round}";
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => SignInAsync(ports, sessions, user))));

            IReadOnlyList<IndexedSession> listed = await ports.Index.ListAsync(user, CancellationToken.None);
            Assert.Equal(Limit, listed.Count);
            foreach (IndexedSession one in listed)
                Assert.Null((await ports.Store.PeekAsync(one.Id, CancellationToken.None))!.End);
        }
    }

    [Fact]
    public async Task Of_a_thousand_due_deadlines_twelve_nodes_get_each_once()
    {
        TestDatabase database = await OpenAsync();
        await database.FillAsync(1_000);
        var ports = new SqlPorts(database);

        List<SessionDeadline>[] leased = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Task.Run(() => LeaseAllAsync(new SqlPorts(database)))));

        SessionDeadline[] all = [.. leased.SelectMany(static some => some)];
        Assert.Equal(1_000, all.Length);
        Assert.Equal(1_000, all.DistinctBy(static one => one.Session.Id).Count());
        Assert.Empty(await ports.Index.LeaseDueAsync(CancellationToken.None));
    }

    /// <summary>How many users are signed in.</summary>
    protected abstract int Rounds { get; }

    protected abstract Task<TestDatabase> OpenAsync();

    // As SignInFlow does, as far as a store sees it.
    private static async Task SignInAsync(SqlPorts ports, NewSessions sessions, string user)
    {
        NewSession session = await sessions.BuildAsync(user);
        var reservation = new SessionReservation(
            session.Id, user, session.CreatedAt, session.CreatedAt + session.IdleTimeout, session.AbsoluteExpiresAt);
        foreach (SessionId beyond in await ports.Index.ReserveAsync(reservation, Limit, CancellationToken.None))
        {
            await ports.Store.EndAsync(beyond, SessionEndReason.Limit, expectedVersion: null, CancellationToken.None);
            await ports.Index.RemoveAsync(user, beyond, ended: null, CancellationToken.None);
        }

        if (await ports.Store.CreateAsync(session, CancellationToken.None) == CreateStatus.Conflict)
            await ports.Index.RemoveAsync(user, session.Id, ended: null, CancellationToken.None);
    }

    private static async Task<List<SessionDeadline>> LeaseAllAsync(SqlPorts ports)
    {
        List<SessionDeadline> leased = [];
        while (await ports.Index.LeaseDueAsync(CancellationToken.None) is { Count: > 0 } some)
            leased.AddRange(some);
        return leased;
    }
}
