using Npgsql;
using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>Nothing that is done for one session waits for the row of another.</summary>
[Collection(SharedPostgres.Name)]
public sealed class PostgresLockTests(SharedPostgres shared)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task While_all_rows_of_a_session_are_locked_others_are_begun_read_written_ended_leased_and_deleted()
    {
        TestDatabase database = await shared.OpenAsync(GetType());
        var ports = new SqlPorts(database);
        NewSession locked = await BeginAsync(ports, "ada");
        await using NpgsqlConnection other = await shared.Source.OpenConnectionAsync();
        await using NpgsqlTransaction holding = await other.BeginTransactionAsync();
        foreach (string table in (string[])["ss_session", "ss_listed", "ss_device"])
        {
#pragma warning disable CA2100 // Written by tests.
            await using var command = new NpgsqlCommand($"SELECT 1 FROM {database.NameOf(table)} FOR UPDATE", other, holding);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        NewSession free = await BeginAsync(ports, "bob");
        Assert.Equal(FindStatus.Current, (await FindAsync(ports, free)).Status);
        Assert.Equal(FindStatus.Current, (await FindAsync(ports, locked)).Status);
        Assert.Equal(MarkStatus.Marked, await ports.Store.MarkAsync(free.Id, reauthenticate: false, CancellationToken.None));
        EndResult end = await ports.Store.EndAsync(free.Id, SessionEndReason.SignedOut, expectedVersion: null, CancellationToken.None);
        await ports.Index.RemoveAsync("bob", free.Id, EndedSession.Of(end.Session!), CancellationToken.None);

        NewSession due = await BeginAsync(ports, "cyd");
        await database.AdvanceAsync(SecureSessionDefaults.HistoryRetention);
        Assert.Equal(due.Id, Assert.Single(await ports.Index.LeaseDueAsync(CancellationToken.None)).Session.Id);
        await ports.Purge.RunAsync(CancellationToken.None);

        Assert.Equal(1, await database.NumberAsync($"SELECT count(*) FROM {database.NameOf("ss_session")}"));
    }

    private static ValueTask<FindResult> FindAsync(SqlPorts ports, NewSession session) =>
        ports.Store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None);

    private static async Task<NewSession> BeginAsync(SqlPorts ports, string user)
    {
        NewSession session = await new NewSessions(ports.Store, Idle, TimeSpan.FromHours(3)).BuildAsync(user);
        await ports.Index.ReserveAsync(
            new SessionReservation(session.Id, user, session.CreatedAt, session.CreatedAt + Idle, session.AbsoluteExpiresAt),
            limit: 5,
            CancellationToken.None);
        Assert.Equal(CreateStatus.Created, await ports.Store.CreateAsync(session, CancellationToken.None));
        await ports.Index.RememberDeviceAsync(user, new KnownDevice("Firefox", Network: null, session.CreatedAt), CancellationToken.None);
        return session;
    }
}
