using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The history of a user's ended sessions is one string, which keeps its order and its bounds at each write.</summary>
[Collection(SharedServer.Name)]
public sealed class HistoryTests(SharedServer shared) : IAsyncLifetime
{
    private const string User = "ada";

    // What Redis keeps of an ended session without a label: when it ended, the length of the rest, and the rest.
    private const string SizeOfOne = "52";

    // As a session that ended long ago stands there, if nothing has been written since.
    private const string Plant =
        "return redis.call('SET', KEYS[1], struct.pack('<dH', 1, 42) .. '\\1' .. string.rep('\\0', 40) .. '\\7')";

    private readonly string _prefix = RedisPorts.NewPrefix();
    private RedisPorts _ports = null!;
    private string _key = "";
    private DateTimeOffset _now;

    public async Task InitializeAsync()
    {
        _ports = await RedisPorts.OpenAsync(shared.Server.Configuration, _prefix);
        _key = (string)new RedisKeys(_prefix).History(User)!;
        _now = DateTimeOffset.FromUnixTimeMilliseconds((await _ports.Store.GetTimeAsync(CancellationToken.None)).ToUnixTimeMilliseconds());
    }

    public Task DisposeAsync()
    {
        _ports.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task What_ended_longer_ago_than_the_retention_is_not_shown_and_goes_with_the_next_write()
    {
        await shared.Server.ExecuteAsync("EVAL", Plant, "1", _key);
        Assert.Equal(SizeOfOne, await shared.Server.ExecuteAsync("STRLEN", _key));
        Assert.Empty(await HistoryAsync());

        EndedSession ended = EndedAt(_now);
        await RemoveAsync(ended);

        Assert.Equal([ended], await HistoryAsync());
        Assert.Equal(SizeOfOne, await shared.Server.ExecuteAsync("STRLEN", _key));
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task What_is_told_later_than_the_retention_is_not_kept()
    {
        await RemoveAsync(EndedAt(_now - SecureSessionDefaults.HistoryRetention - TimeSpan.FromSeconds(1)));

        Assert.Empty(await HistoryAsync());
        Assert.Equal("0", await shared.Server.ExecuteAsync("STRLEN", _key));
    }

    [Fact]
    public async Task An_end_that_is_told_late_takes_its_place_among_the_last_ones_if_it_has_one()
    {
        EndedSession[] ended = [.. Enumerable.Range(1, SecureSessionDefaults.HistoryLength).Select(i => EndedAt(_now.AddMinutes(-i)))];
        foreach (EndedSession one in ended)
            await RemoveAsync(one);
        EndedSession late = EndedAt(_now.AddMinutes(-25.5));

        await RemoveAsync(late);
        await RemoveAsync(EndedAt(_now.AddMinutes(-ended.Length - 1)));
        await RemoveAsync(late);

        Assert.Equal([.. ended[..25], late, .. ended[25..^1]], await HistoryAsync());
    }

    private static EndedSession EndedAt(DateTimeOffset time) => new(RandomValues.Id(), time, time, time, SessionEndReason.SignedOut);

    private ValueTask RemoveAsync(EndedSession ended) => _ports.Index.RemoveAsync(User, ended.Id, ended, CancellationToken.None);

    private ValueTask<IReadOnlyList<EndedSession>> HistoryAsync() => _ports.Index.HistoryAsync(User, CancellationToken.None);
}
