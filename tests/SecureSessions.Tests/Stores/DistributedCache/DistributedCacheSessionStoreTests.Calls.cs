using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed partial class DistributedCacheSessionStoreTests
{
    [Fact]
    public async Task Only_a_look_that_is_activity_writes()
    {
        NewSession session = await _sessions.CreateAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("get", await CallsAsync(() => FindAsync(_store, session, mode: FindMode.Passive)));
        Assert.Equal("get", await CallsAsync(() => FindAsync(_store, session, mode: FindMode.Reread)));
        Assert.Equal("get", await CallsAsync(() => _store.PeekAsync(session.Id, CancellationToken.None)));
        Assert.Equal("get", await CallsAsync(() => FindAsync(_store, session, RandomValues.Hash())));
        Assert.Equal("get set", await CallsAsync(() => FindAsync(_store, session)));
    }

    [Fact]
    public async Task A_confirmation_is_written_even_without_activity()
    {
        NewSession session = await _sessions.CreateAsync();
        var renewal = SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(60), TimeSpan.FromSeconds(30));
        await ReplaceAsync(_store, session, secret: renewal);

        Assert.Equal("get set", await CallsAsync(() => FindAsync(_store, session, renewal.Hash, FindMode.Passive)));
        Assert.Equal("get", await CallsAsync(() => FindAsync(_store, session, renewal.Hash, FindMode.Passive)));
    }

    [Fact]
    public async Task A_write_is_two_calls_and_what_is_not_done_is_one()
    {
        NewSession session = await _sessions.BuildAsync();

        Assert.Equal("get set", await CallsAsync(() => _store.CreateAsync(session, CancellationToken.None)));
        Assert.Equal("get", await CallsAsync(() => _store.CreateAsync(session, CancellationToken.None)));
        Assert.Equal("get set", await CallsAsync(() => ReplaceAsync(_store, session)));
        Assert.Equal("get", await CallsAsync(() => ReplaceAsync(_store, session)));
        Assert.Equal("get set", await CallsAsync(() => EndAsync(_store, session.Id)));
        Assert.Equal("get", await CallsAsync(() => EndAsync(_store, session.Id)));
        Assert.Equal("get", await CallsAsync(() => FindAsync(_store, session)));
    }

    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task The_first_look_at_an_expired_session_writes_its_tombstone_without_the_payload()
    {
        NewSession session = await _sessions.CreateAsync(payload: RandomValues.Payload(1000));
        _clock.Advance(IdleTimeout);

        Assert.Equal("get set", await CallsAsync(() => FindAsync(_store, session)));
        Assert.Equal("get", await CallsAsync(() => FindAsync(_store, session)));
        Assert.InRange(_cache.Look(KeyOf(session))!.Length, 1, 200);
    }

    [Fact]
    public async Task A_timeout_that_a_peek_has_written_down_is_reported_once_all_the_same()
    {
        NewSession session = await _sessions.CreateAsync();
        _clock.Advance(IdleTimeout);

        Assert.Equal("get set", await CallsAsync(() => _store.PeekAsync(session.Id, CancellationToken.None)));
        Assert.True((await FindAsync(_otherNode, session)).End!.FirstReport);
        Assert.False((await FindAsync(_store, session)).End!.FirstReport);
    }

    [Fact]
    public async Task Who_waited_for_another_writer_reads_again()
    {
        NewSession session = await _sessions.CreateAsync();
        var hold = new Hold();
        int sets = 0;
        _cache.Before = (call, _) => call == "set" && sets++ == 0 ? hold.WaitAsync() : Task.CompletedTask;
        Task<ReplaceStatus> first = ReplaceAsync(_store, session).AsTask();
        await hold.Reached;
        _cache.ForgetCalls();
        Task<ReplaceStatus> second = ReplaceAsync(_store, session).AsTask();
        hold.Release();

        Assert.Equal((ReplaceStatus.Replaced, ReplaceStatus.Conflict), (await first, await second));
        Assert.Equal("get get", _cache.Calls);
    }

    [Fact]
    public async Task What_changes_nothing_waits_for_no_writer()
    {
        NewSession session = await _sessions.CreateAsync();
        var hold = new Hold();
        _cache.Before = (call, _) => call == "set" ? hold.WaitAsync() : Task.CompletedTask;
        Task<ReplaceStatus> writer = ReplaceAsync(_store, session).AsTask();
        await hold.Reached;

        Assert.Equal(FindStatus.WrongSecret, (await FindAsync(_store, session, RandomValues.Hash())).Status);
        Assert.Equal(1, (await FindAsync(_store, session, mode: FindMode.Passive)).Record!.Version);
        hold.Release();
        Assert.Equal(ReplaceStatus.Replaced, await writer);
    }

    private async Task<string> CallsAsync<T>(Func<ValueTask<T>> call)
    {
        _cache.ForgetCalls();
        await call();
        return _cache.Calls;
    }
}
