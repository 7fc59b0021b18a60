using System.Globalization;
using System.Text.RegularExpressions;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Docs;

/// <summary>The keys, their types and their times to live are those of the operators' page.</summary>
[Collection(SharedServer.Name)]
public sealed partial class TimeToLiveTests(SharedServer shared) : IAsyncLifetime
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan AbsoluteTimeout = TimeSpan.FromHours(8);
    private static readonly TimeSpan Retention = SecureSessionDefaults.TombstoneRetention;

    private readonly string _prefix = RedisPorts.NewPrefix();
    private RedisPorts? _ports;

    public async Task InitializeAsync() => _ports = await RedisPorts.OpenAsync(shared.Server.Configuration, _prefix);

    public Task DisposeAsync()
    {
        _ports?.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task Every_key_has_the_time_to_live_that_the_page_says()
    {
        NewSession session = await SignInAsync();
        await AssertKeyAsync($"s:{session.Id}", "hash", IdleTimeout + Retention + TimeSpan.FromSeconds(1));
        TimeSpan ofIndex = AbsoluteTimeout + Retention + SecureSessionDefaults.ReservationPeriod;
        await AssertKeyAsync("u:ada", "zset", ofIndex);
        await AssertKeyAsync($"q:{FirstByte(session.Id) % 16}", "zset", ofIndex);

        await _ports!.Store.EndAsync(session.Id, SessionEndReason.SignedOut, null, CancellationToken.None);
        await AssertKeyAsync($"s:{session.Id}", "hash", AbsoluteTimeout + Retention);
        var ended = new EndedSession(session.Id, session.CreatedAt, session.CreatedAt, session.CreatedAt, SessionEndReason.SignedOut);
        await _ports.Index.RemoveAsync("ada", session.Id, ended, CancellationToken.None);
        await AssertKeyAsync("h:ada", "zset", SecureSessionDefaults.HistoryRetention);
        Assert.Equal("none", await shared.Server.ExecuteAsync("TYPE", _prefix + "u:ada"));

        var device = new KnownDevice("Firefox on Windows", Network: null, session.CreatedAt);
        await _ports.Index.RememberDeviceAsync("ada", device, CancellationToken.None);
        await AssertKeyAsync("d:ada", "zset", SecureSessionDefaults.HistoryRetention);
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task Whatever_the_rhythm_of_its_use_the_key_of_a_session_outlives_its_idle_deadline_by_the_retention()
    {
        NewSession session = await SignInAsync();
        for (int use = 0; use < 300; use++)
        {
            // Pauses of all kinds, so that uses fall everywhere within a second.
            await Task.Delay(use % 30);
            FindResult result = await _ports!.Store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None);
            Assert.True(await KeptUntilAsync($"s:{session.Id}") >= result.Record!.ExpiresAt + Retention);
        }
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task Whatever_the_order_of_sign_ins_list_and_queues_outlive_the_longest_lived_session_by_the_retention()
    {
        DateTimeOffset last = default;
        for (int hours = 1; hours <= 12; hours++)
        {
            // 5, 10, 2, 7, 12, 4, 9, 1, 6, 11, 3, 8 hours: now longer, now shorter than the one before.
            var sessions = new NewSessions(_ports!.Store, IdleTimeout, TimeSpan.FromHours(hours * 5 % 13));
            NewSession session = await sessions.BuildAsync("ada", id: OfQueueZero());
            await ReserveAsync(session);
            last = session.AbsoluteExpiresAt > last ? session.AbsoluteExpiresAt : last;

            Assert.True(await KeptUntilAsync("u:ada") >= last + Retention);
            Assert.True(await KeptUntilAsync("q:0") >= last + Retention);
        }
    }

    [Fact]
    public async Task The_fields_of_a_session_are_those_that_the_page_names()
    {
        NewSession session = await SignInAsync();
        var renewal = SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(80), TimeSpan.FromMinutes(1));
        foreach (SecretChange change in (SecretChange[])[SecretChange.Regeneration(RandomValues.Hash()), renewal])
        {
            var replacement = new SessionReplacement
            {
                Id = session.Id,
                ExpectedVersion = (await _ports!.Store.PeekAsync(session.Id, CancellationToken.None))!.Version,
                Payload = RandomValues.Payload(200),
                Secret = change,
                Label = RandomValues.Bytes(40),
            };
            await _ports.Store.ReplaceAsync(replacement, CancellationToken.None);
        }

        string[] fields = (await shared.Server.ExecuteAsync("HKEYS", $"{_prefix}s:{session.Id}")).Split('\n');

        string page = await File.ReadAllTextAsync(Repository.PathTo("docs", "redis.md"));
        IEnumerable<string> documented = Field().Matches(page).Select(static row => row.Groups["name"].Value);
        Assert.Equal(documented.Order(StringComparer.Ordinal), fields.Order(StringComparer.Ordinal));
        string facts = await shared.Server.ExecuteAsync(
            "EVAL", "return redis.call('HSTRLEN', KEYS[1], 'm')", "1", $"{_prefix}s:{session.Id}");
        Assert.Equal("120", facts);
        Assert.Contains("| `m` | eleven doubles", page, StringComparison.Ordinal);
    }

    // A row of the table of fields: one letter.
    [GeneratedRegex(@"^\| `(?<name>[a-z])` \|", RegexOptions.Multiline)]
    private static partial Regex Field();

    private async Task<NewSession> SignInAsync()
    {
        NewSession session = await new NewSessions(_ports!.Store, IdleTimeout, AbsoluteTimeout).CreateAsync("ada");
        await ReserveAsync(session);
        return session;
    }

    private async Task ReserveAsync(NewSession session)
    {
        var reservation = new SessionReservation(
            session.Id, "ada", session.CreatedAt, session.CreatedAt + IdleTimeout, session.AbsoluteExpiresAt);
        await _ports!.Index.ReserveAsync(reservation, null, CancellationToken.None);
    }

    private static SessionId OfQueueZero()
    {
        SessionId id = RandomValues.Id();
        while (FirstByte(id) % 16 != 0)
            id = RandomValues.Id();

        return id;
    }

    // Both at one instant of the server, however long the answer takes.
    private async Task<DateTimeOffset> KeptUntilAsync(string key)
    {
        const string Script = "local t = redis.call('TIME') return t[1] * 1000 + math.floor(t[2] / 1000) + redis.call('PTTL', KEYS[1])";
        string answer = await shared.Server.ExecuteAsync("EVAL", Script, "1", _prefix + key);
        return DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(answer, CultureInfo.InvariantCulture));
    }

    private static byte FirstByte(SessionId id)
    {
        byte[] bytes = new byte[SessionId.Size];
        id.CopyTo(bytes);
        return bytes[0];
    }

    private async Task AssertKeyAsync(string key, string type, TimeSpan timeToLive)
    {
        Assert.Equal(type, await shared.Server.ExecuteAsync("TYPE", _prefix + key));
        string milliseconds = await shared.Server.ExecuteAsync("PTTL", _prefix + key);
        var left = TimeSpan.FromMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
        Assert.InRange(left, timeToLive - TimeSpan.FromSeconds(20), timeToLive);
    }
}
