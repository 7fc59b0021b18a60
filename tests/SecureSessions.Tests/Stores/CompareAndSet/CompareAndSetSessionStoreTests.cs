using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>What the contract does not say: what is read and written, and what becomes of a write that comes second or late.</summary>
public sealed class CompareAndSetSessionStoreTests
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan TouchInterval = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new();
    private readonly RowTable _table;
    private readonly RowStore _store;
    private readonly RowStore _otherNode;
    private readonly NewSessions _sessions;

    public CompareAndSetSessionStoreTests()
    {
        _table = new RowTable(_clock);
        _store = new RowStore(_table, _clock, TouchInterval);
        _otherNode = new RowStore(_table, _clock, TouchInterval);
        _sessions = new NewSessions(_store, IdleTimeout, absoluteTimeout: TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Activity_is_written_once_in_an_interval_and_without_the_payload()
    {
        NewSession session = await _sessions.CreateAsync();
        _clock.Advance(TouchInterval - TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 0), await CallsAsync(() => FindAsync(session)));

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 1), await CallsAsync(() => FindAsync(session)));
        Assert.Null(_table.LastPayload);
        Assert.Equal((1, 0), await CallsAsync(() => FindAsync(session)));
        Assert.Equal(session.Payload, (await FindAsync(session)).Record!.Payload);
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task A_session_whose_activity_was_not_written_ends_earlier_and_says_when()
    {
        NewSession session = await _sessions.CreateAsync();
        _clock.Advance(TouchInterval / 2);

        DateTimeOffset deadline = (await FindAsync(session)).Record!.ExpiresAt;

        Assert.Equal(_table.Now - (TouchInterval / 2) + IdleTimeout, deadline);
        _clock.Advance(deadline - _table.Now);
        Assert.Equal(SessionEndReason.IdleTimeout, (await FindAsync(session)).End!.Reason);
    }

    [Fact]
    public async Task Of_a_short_idle_timeout_a_quarter_at_most_is_lost()
    {
        NewSession session = await _sessions.CreateAsync(idle: TimeSpan.FromSeconds(8));
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((1, 1), await CallsAsync(() => FindAsync(session)));
    }

    [Fact]
    public async Task A_confirmation_is_written_however_soon_it_comes()
    {
        NewSession session = await _sessions.CreateAsync();
        var renewal = SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(60), TimeSpan.FromSeconds(30));
        await ReplaceAsync(_store, session, secret: renewal);

        Assert.Equal((1, 1), await CallsAsync(() => FindAsync(session, renewal.Hash)));
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task A_write_that_another_node_was_faster_than_is_judged_anew()
    {
        NewSession session = await _sessions.CreateAsync();
        Before(1, () => EndAsync(_otherNode, session));

        Assert.Equal(ReplaceStatus.Gone, await ReplaceAsync(_store, session));
        Assert.Equal(FindStatus.Ended, (await FindAsync(session)).Status);
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task Activity_that_comes_after_the_end_on_another_node_brings_nothing_back()
    {
        NewSession session = await _sessions.CreateAsync();
        _clock.Advance(TouchInterval);
        Before(1, () => EndAsync(_otherNode, session));

        Assert.Equal(SessionEndReason.SignedOut, (await FindAsync(session)).End!.Reason);
    }

    [Fact]
    public async Task A_timeout_that_another_node_has_told_of_is_not_undone_by_activity_that_was_read_before_it()
    {
        NewSession session = await _sessions.CreateAsync();
        _clock.Advance(IdleTimeout - TimeSpan.FromMilliseconds(1));
        Before(1, async () =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.NotNull((await _otherNode.PeekAsync(session.Id, CancellationToken.None))!.End);
        });

        Assert.Equal(SessionEndReason.IdleTimeout, (await FindAsync(session)).End!.Reason);
    }

    [Fact]
    public async Task A_create_that_was_given_up_on_does_not_strike_afterwards()
    {
        NewSession session = await _sessions.BuildAsync();
        Before(1, () =>
        {
            _clock.Advance(SecureSessionDefaults.CreateWindow + TimeSpan.FromMilliseconds(1));
            return Task.CompletedTask;
        });

        Assert.Equal(CreateStatus.OutsideWindow, await _store.CreateAsync(session, CancellationToken.None));
        Assert.Null(await _store.PeekAsync(session.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_store_that_always_says_that_others_were_first_fails()
    {
        NewSession session = await _sessions.CreateAsync();
        _table.RefusesAll = true;

        SecureSessionStoreException error = await Assert.ThrowsAsync<SecureSessionStoreException>(
            () => ReplaceAsync(_store, session).AsTask());

        Assert.Contains("RowStore.TryWriteAsync()", error.Message, StringComparison.Ordinal);
        _table.RefusesAll = false;
        Assert.Equal(ReplaceStatus.Replaced, await ReplaceAsync(_store, session));
    }

    [Fact]
    public async Task What_a_write_tells_people_is_the_session_as_it_is_written()
    {
        NewSession session = await _sessions.BuildAsync();
        SessionWrite? written = null;
        _table.BeforeWrite = write =>
        {
            written = write;
            return Task.CompletedTask;
        };

        await _store.CreateAsync(session, CancellationToken.None);
        Assert.Equal((session.UserId, 1L, 0L), (written!.Facts.UserId, written.Facts.Version, written.ExpectedRevision));
        Assert.Equal(session.CreatedAt + IdleTimeout + SecureSessionDefaults.TombstoneRetention, written.KeptUntil);
        Assert.Equal(session.Payload, written.Payload!.Value);

        await EndAsync(_store, session);
        Assert.Equal(SessionEndReason.SignedOut, written.Facts.End!.Reason);
        Assert.Equal((1L, 0), (written.ExpectedRevision, written.Payload!.Value.Length));
        Assert.Null(written.WrittenBefore);
    }

    private void Before(int writes, Func<Task> act) => _table.BeforeWrite = async _ =>
    {
        if (writes-- > 0)
            await act();
    };

    private ValueTask<FindResult> FindAsync(NewSession session, SecretHash? hash = null) =>
        _store.FindAsync(session.Id, hash ?? session.Hash, FindMode.Active, CancellationToken.None);

    private static ValueTask<ReplaceStatus> ReplaceAsync(RowStore store, NewSession session, SecretChange? secret = null)
    {
        byte[] payload = RandomValues.Payload(50);
        var replacement = new SessionReplacement { Id = session.Id, ExpectedVersion = 1, Payload = payload, Secret = secret };
        return store.ReplaceAsync(replacement, CancellationToken.None);
    }

    private static async Task EndAsync(RowStore store, NewSession session) => Assert.Equal(
        EndStatus.Ended,
        (await store.EndAsync(session.Id, SessionEndReason.SignedOut, expectedVersion: null, CancellationToken.None)).Status);

    private async Task<(int Reads, int Writes)> CallsAsync<T>(Func<ValueTask<T>> call)
    {
        _table.ForgetCalls();
        await call();
        return _table.Calls;
    }
}
