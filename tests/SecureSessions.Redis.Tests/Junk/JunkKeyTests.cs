using SecureSessions.Testing;
using SecureSessions.TestKit;
using StackExchange.Redis;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Somebody else writes under the store's prefix: the store says so, in its one exception, and goes on with the rest.</summary>
[Collection(SharedServer.Name)]
public sealed class JunkKeyTests(SharedServer shared) : IAsyncLifetime
{
    private const string Hint = "Is KeyPrefix shared with another program?";

    // Sessions of the right size and format, one that lives and one that has ended, and a reservation of the right format, whose times are
    // beyond all calendars; a session with parts beyond its end; one of another format.
    private const string PlantLiving = "return redis.call('SET', KEYS[1], '\\1\\0\\0' .. string.rep('\\127', 108) .. string.rep('\\0', 16))";
    private const string PlantEnded = "return redis.call('SET', KEYS[1], '\\1\\9\\0' .. string.rep('\\127', 108) .. string.rep('\\0', 16))";
    private const string PlantBeyond = "return redis.call('SET', KEYS[1], '\\1' .. string.rep('\\127', 126))";
    private const string PlantFormat = "return redis.call('SET', KEYS[1], '\\2' .. string.rep('\\0', 200))";
    private const string PlantEntry = "return redis.call('ZADD', KEYS[1], 1, '\\1' .. string.rep('\\127', 60))";

    // Two that are told to have ended in far future, one of them cut short.
    private const string PlantPast =
        "return redis.call('SET', KEYS[1], struct.pack('<dH', 9e12, 4) .. 'junk' .. struct.pack('<dH', 9e12, 400) .. 'junk')";

    private readonly string _prefix = RedisPorts.NewPrefix();
    private RedisKeys _keys = null!;
    private RedisPorts _ports = null!;

    private ISecureSessionStore Store => _ports.Store;

    private ISecureSessionIndex Index => _ports.Index;

    public async Task InitializeAsync()
    {
        _keys = new RedisKeys(_prefix);
        _ports = await RedisPorts.OpenAsync(shared.Server.Configuration, _prefix);
    }

    public Task DisposeAsync()
    {
        _ports.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData("SET", "text")]
    [InlineData("RPUSH", "list")]
    [InlineData("HSET", "m", "short")]
    [InlineData("HSET", "m", "short", "r", "short", "p", "x")]
    [InlineData("EVAL", PlantLiving)]
    [InlineData("EVAL", PlantEnded)]
    [InlineData("EVAL", PlantBeyond)]
    [InlineData("EVAL", PlantFormat)]
    public async Task A_key_of_a_session_that_somebody_else_has_written_is_the_stores_fault(string command, params string[] rest)
    {
        SessionId id = RandomValues.Id();
        await PlantAsync(_keys.Session(id), command, rest);
        var replacement = new SessionReplacement { Id = id, ExpectedVersion = 1, Payload = RandomValues.Payload(10) };

        await IsRefusedAsync(
            () => Store.FindAsync(id, RandomValues.Hash(), FindMode.Active, CancellationToken.None).AsTask(), mayFindNothing: true);
        await IsRefusedAsync(() => Store.PeekAsync(id, CancellationToken.None).AsTask());
        await IsRefusedAsync(() => Store.ReplaceAsync(replacement, CancellationToken.None).AsTask(), mayFindNothing: true);
        await IsRefusedAsync(() => Store.EndAsync(id, SessionEndReason.Revoked, null, CancellationToken.None).AsTask());
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData("SET", "text")]
    [InlineData("ZADD", "1", "junk")]
    public async Task A_list_that_somebody_else_has_written_is_the_stores_fault(string command, params string[] rest)
    {
        await PlantAsync(_keys.User("ada"), command, rest);

        await IsRefusedAsync(() => Index.ListAsync("ada", CancellationToken.None).AsTask());
        await IsRefusedAsync(async () => await Index.ReserveAsync(await ReservationAsync(), limit: 1, CancellationToken.None));
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public async Task Junk_in_a_history_is_left_out_and_a_key_that_is_none_is_the_stores_fault()
    {
        await PlantAsync(_keys.History("ada"), "EVAL", PlantPast);
        await PlantAsync(_keys.History("bob"), "SET", "text");
        await PlantAsync(_keys.History("eve"), "RPUSH", "list");

        Assert.Empty(await Index.HistoryAsync("ada", CancellationToken.None));
        await IsRefusedAsync(() => Index.HistoryAsync("bob", CancellationToken.None).AsTask());
        await IsRefusedAsync(() => Index.HistoryAsync("eve", CancellationToken.None).AsTask());

        EndedSession ended = await EndedAsync();
        await Index.RemoveAsync("ada", ended.Id, ended, CancellationToken.None);
        Assert.Equal([ended], await Index.HistoryAsync("ada", CancellationToken.None));
        await IsRefusedAsync(() => Index.RemoveAsync("bob", ended.Id, ended, CancellationToken.None).AsTask());
        await IsRefusedAsync(() => Index.RemoveAsync("eve", ended.Id, ended, CancellationToken.None).AsTask());
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData("SET", "text")]
    [InlineData("ZADD", "1", "junk")]
    [InlineData("EVAL", PlantEntry)]
    public async Task Junk_in_the_queues_keeps_nobody_from_the_others_deadlines(string command, params string[] rest)
    {
        SessionReservation reservation = await ReservationAsync();
        await Index.ReserveAsync(reservation, limit: null, CancellationToken.None);
        foreach (RedisKey queue in _keys.Queues)
        {
            if (command != "SET" || queue != _keys.Queue(reservation.Id))
                await PlantAsync(queue, command, rest);
        }

        SessionDeadline due = Assert.Single(await Index.LeaseDueAsync(CancellationToken.None));

        Assert.Equal(reservation, due.Session);
        if (command == "SET")
            await IsRefusedAsync(() => Index.LeaseDueAsync(CancellationToken.None).AsTask());
        else
            Assert.Empty(await Index.LeaseDueAsync(CancellationToken.None));
    }

    private static async Task IsRefusedAsync(Func<Task> call, bool mayFindNothing = false)
    {
        Exception? refusal = await Record.ExceptionAsync(call).WaitAsync(Patience.Limit);
        if (refusal is null && mayFindNothing)
            return;

        Assert.Contains(Hint, Assert.IsType<SecureSessionStoreException>(refusal).Message, StringComparison.Ordinal);
    }

    /// <summary>One whose deadline has come.</summary>
    private async Task<SessionReservation> ReservationAsync()
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(
            (await Store.GetTimeAsync(CancellationToken.None)).ToUnixTimeMilliseconds());
        return new SessionReservation(RandomValues.Id(), "ada", now, now, now + TimeSpan.FromMinutes(1));
    }

    private async Task<EndedSession> EndedAsync()
    {
        SessionReservation reservation = await ReservationAsync();
        return new EndedSession(
            reservation.Id, reservation.CreatedAt, reservation.CreatedAt, reservation.CreatedAt, SessionEndReason.SignedOut);
    }

    private Task<string> PlantAsync(RedisKey key, string command, params string[] rest) => command == "EVAL"
        ? shared.Server.ExecuteAsync(command, rest[0], "1", (string)key!)
        : shared.Server.ExecuteAsync([command, (string)key!, .. rest]);
}
