using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>What a request has read serves its write, and never in place of what is kept.</summary>
public sealed class ReadingLifeTests
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly RowTable _table;
    private readonly RowStore _store;
    private readonly RowStore _otherNode;
    private readonly NewSessions _sessions;

    public ReadingLifeTests()
    {
        _table = new RowTable(_clock);
        _store = new RowStore(_table, _clock, readingLife: Life);
        _otherNode = new RowStore(_table, _clock);
        _sessions = new NewSessions(_store, IdleTimeout, absoluteTimeout: TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task A_write_after_a_read_reads_nothing_and_the_next_one_does()
    {
        NewSession session = await ReadAsync();

        Assert.Equal((ReplaceStatus.Replaced, (0, 1)), await ReplaceAsync(session, version: 1));
        Assert.Equal((ReplaceStatus.Replaced, (1, 1)), await ReplaceAsync(session, version: 2));
    }

    [Fact]
    public async Task A_change_of_the_secret_reads()
    {
        NewSession session = await ReadAsync();

        Assert.Equal(
            (ReplaceStatus.Replaced, (1, 1)), await ReplaceAsync(session, version: 1, SecretChange.Regeneration(RandomValues.Hash())));
    }

    [Fact]
    public async Task A_reading_that_is_too_old_is_not_used()
    {
        var store = new RowStore(_table, _clock, readingLife: TimeSpan.FromSeconds(5));
        NewSession session = await ReadAsync(store);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((ReplaceStatus.Replaced, (1, 1)), await ReplaceAsync(session, version: 1, store: store));
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task What_another_node_has_ended_since_is_not_written()
    {
        NewSession session = await ReadAsync();
        await _otherNode.EndAsync(session.Id, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);

        Assert.Equal(ReplaceStatus.Gone, (await ReplaceAsync(session, version: 1)).Status);
    }

    [Fact]
    public async Task What_another_node_has_written_since_is_a_conflict()
    {
        NewSession session = await ReadAsync();
        Assert.Equal(ReplaceStatus.Replaced, (await ReplaceAsync(session, version: 1, store: _otherNode)).Status);

        Assert.Equal(ReplaceStatus.Conflict, (await ReplaceAsync(session, version: 1)).Status);
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task Nothing_is_written_from_the_deadline_on()
    {
        NewSession session = await ReadAsync();
        _clock.Advance(IdleTimeout - TimeSpan.FromMilliseconds(1));
        Assert.Equal(ReplaceStatus.Replaced, (await ReplaceAsync(session, version: 1)).Status);
        await _store.PeekAsync(session.Id, CancellationToken.None);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ReplaceStatus.Gone, (await ReplaceAsync(session, version: 2)).Status);
    }

    [Fact]
    public async Task A_version_that_was_not_the_one_that_was_read_is_judged_by_what_is_kept()
    {
        NewSession session = await ReadAsync();

        Assert.Equal((ReplaceStatus.Conflict, (1, 0)), await ReplaceAsync(session, version: 2));
    }

    private async Task<NewSession> ReadAsync(RowStore? store = null)
    {
        NewSession session = await _sessions.CreateAsync();
        await (store ?? _store).FindAsync(session.Id, session.Hash, FindMode.Passive, CancellationToken.None);
        return session;
    }

    private async Task<(ReplaceStatus Status, (int Reads, int Writes) Calls)> ReplaceAsync(
        NewSession session, long version, SecretChange? secret = null, RowStore? store = null)
    {
        _table.ForgetCalls();
        ReplaceStatus status = await (store ?? _store).ReplaceAsync(
            new SessionReplacement
            {
                Id = session.Id,
                ExpectedVersion = version,
                Payload = RandomValues.Payload(50),
                Secret = secret,
            },
            CancellationToken.None);
        return (status, _table.Calls);
    }
}
