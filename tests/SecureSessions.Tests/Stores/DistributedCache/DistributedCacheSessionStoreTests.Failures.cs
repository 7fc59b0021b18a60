using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed partial class DistributedCacheSessionStoreTests
{
    [Theory]
    [InlineData(3, "unknown here")]
    [InlineData(2, "damaged")]
    [Trait("Requirement", "ST-5")]
    public async Task What_cannot_be_read_is_a_failure_of_the_store_and_stays_as_it_is(byte format, string word)
    {
        NewSession session = await _sessions.CreateAsync();
        byte[] bytes = [format, .. RandomValues.Bytes(40)];
        _cache.Damage(KeyOf(session), bytes);

        await AssertFailsAsync(word, () => FindAsync(_store, session));
        await AssertFailsAsync(word, () => _store.PeekAsync(session.Id, CancellationToken.None));
        await AssertFailsAsync(word, () => ReplaceAsync(_store, session));
        await AssertFailsAsync(word, () => EndAsync(_store, session.Id));
        await AssertFailsAsync(word, () => _store.CreateAsync(session, CancellationToken.None));
        Assert.Equal(bytes, _cache.Look(KeyOf(session)));
    }

    [Fact]
    public async Task What_the_cache_throws_is_passed_on_as_it_is_and_the_next_call_has_its_turn()
    {
        NewSession session = await _sessions.CreateAsync();
        foreach (string failing in (string[])["get", "set"])
        {
            _cache.Before = (call, _) => call == failing ? throw new NotSupportedException(failing) : Task.CompletedTask;
            Assert.Equal(failing, (await Assert.ThrowsAsync<NotSupportedException>(() => ReplaceAsync(_store, session).AsTask())).Message);
        }

        _cache.Before = null;
        Assert.Equal(ReplaceStatus.Replaced, await ReplaceAsync(_store, session));
        Assert.Equal(EndStatus.Ended, (await EndAsync(_store, session.Id)).Status);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("set")]
    public async Task A_call_that_is_given_up_gives_up_the_caches_call(string hanging)
    {
        NewSession session = await _sessions.CreateAsync();
        using var cancellation = new CancellationTokenSource();
        var hangs = new TaskCompletionSource();
        _cache.Before = (call, token) => call == hanging ? HangAsync(hangs, token) : Task.CompletedTask;
        Task<EndResult> end = _store.EndAsync(session.Id, SessionEndReason.SignedOut, expectedVersion: null, cancellation.Token).AsTask();
        await hangs.Task;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
    }

    [Fact]
    public async Task A_cache_that_hangs_does_not_hold_the_next_writer_up_for_ever()
    {
        NewSession session = await _sessions.CreateAsync();
        var hangs = new TaskCompletionSource();
        _cache.Before = (call, token) => call == "set" ? HangAsync(hangs, token) : Task.CompletedTask;
        Task<ReplaceStatus> first = ReplaceAsync(_store, session).AsTask();
        await hangs.Task;
        _cache.Before = null;
        _clock.Advance(SecureSessionDefaults.StoreTimeout);
        Task<ReplaceStatus> second = ReplaceAsync(_store, session).AsTask();

        _clock.Advance(SecureSessionDefaults.StoreTimeout);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(ReplaceStatus.Replaced, await second);
    }

    [Fact]
    public async Task The_health_of_the_store_is_asked_of_the_cache()
    {
        Assert.True((await _store.CheckHealthAsync(CancellationToken.None)).IsSound);
        Assert.Equal("get", _cache.Calls);

        _cache.Before = static (_, _) => throw new TimeoutException();
        await Assert.ThrowsAsync<TimeoutException>(() => _store.CheckHealthAsync(CancellationToken.None).AsTask());
    }

    private static async Task AssertFailsAsync<T>(string word, Func<ValueTask<T>> call)
    {
        SecureSessionStoreException error = await Assert.ThrowsAsync<SecureSessionStoreException>(async () => await call());
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    private static async Task HangAsync(TaskCompletionSource reached, CancellationToken cancellationToken)
    {
        reached.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
