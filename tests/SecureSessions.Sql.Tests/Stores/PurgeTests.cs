using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>Everything that is kept has an end, and nothing goes before it.</summary>
public abstract class PurgeTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task A_session_goes_when_its_end_is_forgotten_and_not_before()
    {
        (TestDatabase database, SqlPorts ports) = await OpenPortsAsync();
        NewSession session = await NewSessions(ports).CreateAsync();

        await database.AdvanceAsync(Idle + SecureSessionDefaults.TombstoneRetention - Moment);
        await PurgeAsync(ports);
        Assert.NotNull(await PeekAsync(ports, session));
        await database.AdvanceAsync(Moment);
        await PurgeAsync(ports);

        Assert.Equal(0, await CountAsync(database, "ss_session"));
    }

    [Fact]
    public async Task A_session_that_was_active_meanwhile_stays()
    {
        (TestDatabase database, SqlPorts ports) = await OpenPortsAsync();
        NewSession session = await NewSessions(ports).CreateAsync();
        for (int i = 0; i < 4; i++)
        {
            await database.AdvanceAsync(Idle - Moment);
            Assert.Equal(FindStatus.Current, (await FindAsync(ports, session)).Status);
            await PurgeAsync(ports);
        }

        Assert.Equal(FindStatus.Current, (await FindAsync(ports, session)).Status);
        await database.AdvanceAsync(Idle + SecureSessionDefaults.TombstoneRetention);
        await PurgeAsync(ports);
        Assert.Equal(0, await CountAsync(database, "ss_session"));
    }

    [Fact]
    public async Task An_id_can_be_used_again_when_its_tombstone_is_gone_and_late_writes_of_the_first_session_fail()
    {
        (TestDatabase database, SqlPorts ports) = await OpenPortsAsync();
        NewSession first = await NewSessions(ports).CreateAsync();
        await database.AdvanceAsync(Idle + SecureSessionDefaults.TombstoneRetention);
        await PurgeAsync(ports);

        NewSession second = await NewSessions(ports).BuildAsync(id: first.Id);
        Assert.Equal(CreateStatus.Created, await ports.Store.CreateAsync(second, CancellationToken.None));

        Assert.Equal(FindStatus.WrongSecret, (await FindAsync(ports, first)).Status);
        Assert.Equal(FindStatus.Current, (await FindAsync(ports, second)).Status);
    }

    [Fact]
    public async Task More_than_a_batch_goes_in_one_round()
    {
        (TestDatabase database, SqlPorts ports) = await OpenPortsAsync();
        await database.FillAsync(1_201);

        await PurgeAsync(ports);

        foreach (string table in (string[])["ss_session", "ss_history", "ss_device"])
            Assert.Equal(0, await CountAsync(database, table));
    }

    [Fact]
    public async Task History_devices_and_signing_keys_go_when_their_time_is_over()
    {
        (TestDatabase database, SqlPorts ports) = await OpenPortsAsync();
        DateTimeOffset now = await ports.Store.GetTimeAsync(CancellationToken.None);
        await ports.Index.RememberDeviceAsync("ada", new KnownDevice("Firefox", Network: null, now), CancellationToken.None);
        SessionId id = RandomValues.Id();
        await ports.Index.RemoveAsync("ada", id, new EndedSession(id, now, now, now, SessionEndReason.Revoked), CancellationToken.None);
        await ports.SigningKeys.GetOrAddAsync(
            new StoredSigningKey { Name = "key", Bytes = RandomValues.Bytes(40), ExpiresAt = now + SecureSessionDefaults.HistoryRetention },
            CancellationToken.None);

        await database.AdvanceAsync(SecureSessionDefaults.HistoryRetention - Moment);
        await PurgeAsync(ports);
        Assert.Equal((1, 1, 1), await CountsAsync(database));
        await database.AdvanceAsync(Moment);
        await PurgeAsync(ports);

        Assert.Equal((0, 0, 0), await CountsAsync(database));
    }

    [Fact]
    public async Task That_a_user_was_forgotten_is_known_for_as_long_as_something_may_be_told_late()
    {
        (TestDatabase database, SqlPorts ports) = await OpenPortsAsync();
        await ports.Index.ForgetUserAsync("ada", CancellationToken.None);

        await database.AdvanceAsync(SecureSessionDefaults.ReservationPeriod - Moment);
        await PurgeAsync(ports);
        Assert.Equal(1, await CountAsync(database, "ss_forgotten"));
        await database.AdvanceAsync(Moment);
        await PurgeAsync(ports);

        Assert.Equal(0, await CountAsync(database, "ss_forgotten"));
    }

    protected abstract Task<TestDatabase> OpenAsync();

    private async Task<(TestDatabase Database, SqlPorts Ports)> OpenPortsAsync()
    {
        TestDatabase database = await OpenAsync();
        return (database, new SqlPorts(database));
    }

    private static NewSessions NewSessions(SqlPorts ports) => new(ports.Store, Idle, TimeSpan.FromHours(8));

    private static Task PurgeAsync(SqlPorts ports) => ports.Purge.RunAsync(CancellationToken.None);

    private static ValueTask<SessionSummary?> PeekAsync(SqlPorts ports, NewSession session) =>
        ports.Store.PeekAsync(session.Id, CancellationToken.None);

    private static ValueTask<FindResult> FindAsync(SqlPorts ports, NewSession session) =>
        ports.Store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None);

    private static Task<long> CountAsync(TestDatabase database, string table) =>
        database.NumberAsync($"SELECT count(*) FROM {database.NameOf(table)}");

    private static async Task<(long Past, long Devices, long SigningKeys)> CountsAsync(TestDatabase database) =>
        (await CountAsync(database, "ss_history"), await CountAsync(database, "ss_device"), await CountAsync(database, "ss_signing_key"));
}
