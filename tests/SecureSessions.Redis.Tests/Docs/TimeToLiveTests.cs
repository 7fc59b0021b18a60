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
        await AssertKeyAsync($"s2:{session.Id}", "string", IdleTimeout + Retention + TimeSpan.FromSeconds(1));
        TimeSpan ofIndex = AbsoluteTimeout + Retention + SecureSessionDefaults.ReservationPeriod;
        await AssertKeyAsync("u2:ada", "zset", ofIndex);
        await AssertKeyAsync($"q2:{FirstByte(session.Id) % 16}", "zset", ofIndex);

        await _ports!.Store.EndAsync(session.Id, SessionEndReason.SignedOut, null, CancellationToken.None);
        await AssertKeyAsync($"s2:{session.Id}", "string", AbsoluteTimeout + Retention);
        var ended = new EndedSession(session.Id, session.CreatedAt, session.CreatedAt, session.CreatedAt, SessionEndReason.SignedOut);
        await _ports.Index.RemoveAsync("ada", session.Id, ended, CancellationToken.None);
        await AssertKeyAsync("h2:ada", "string", SecureSessionDefaults.HistoryRetention);
        Assert.Equal("none", await shared.Server.ExecuteAsync("TYPE", _prefix + "u2:ada"));

        var device = new KnownDevice("Firefox on Windows", Network: null, session.CreatedAt);
        await _ports.Index.RememberDeviceAsync("ada", device, CancellationToken.None);
        await AssertKeyAsync("d:ada", "zset", SecureSessionDefaults.HistoryRetention);

        var key = new StoredSigningKey { Name = "681", Bytes = RandomValues.Bytes(149), ExpiresAt = session.AbsoluteExpiresAt };
        await _ports.SigningKeys.GetOrAddAsync(key, CancellationToken.None);
        await AssertKeyAsync("k:681", "string", AbsoluteTimeout);
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task The_counters_of_sign_ins_have_the_times_to_live_that_the_page_says()
    {
        AttemptKeys keys = new() { Account = "anna", Method = "password", Source = "home", Network = "network" };
        var limits = new AttemptLimits();
        await _ports!.Counters.CountAsync(keys, limits, CancellationToken.None);
        await AssertKeyAsync("a:{anna}:password", "string", TimeSpan.FromDays(1));
        await AssertKeyAsync("a:{anna}:home", "string", TimeSpan.FromHours(1));
        for (int i = 0; i < 4; i++)
            await _ports.Counters.CountAsync(keys, limits, CancellationToken.None);
        await AssertKeyAsync("a:{anna}:password", "string", TimeSpan.FromDays(5));
        await AssertKeyAsync("a:{anna}:home", "string", TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        await _ports.Counters.ForgetAsync(keys, limits, CancellationToken.None);
        await AssertKeyAsync("a:{anna}:password", "string", TimeSpan.FromHours(1));
        await AssertKeyAsync("a:{anna}:n", "zset", SecureSessionDefaults.HistoryRetention);
        Assert.Equal("none", await shared.Server.ExecuteAsync("TYPE", _prefix + "a:{anna}:home"));
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
            Assert.True(await KeptUntilAsync($"s2:{session.Id}") >= result.Record!.ExpiresAt + Retention);
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

            Assert.True(await KeptUntilAsync("u2:ada") >= last + Retention);
            Assert.True(await KeptUntilAsync("q2:0") >= last + Retention);
        }
    }

    [Fact]
    public async Task The_layout_of_a_session_is_the_one_that_the_page_names()
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

        (string Part, int Bytes)[] parts = [.. Row().Matches(await TableAsync()).Select(
            static row => (row.Groups["part"].Value, int.Parse("0" + row.Groups["bytes"].Value, CultureInfo.InvariantCulture)))];
        string key = $"{_prefix}s2:{session.Id}";
        int head = parts.TakeWhile(static part => part.Part != "user").Sum(static part => part.Bytes);
        Assert.Equal("ada", await shared.Server.ExecuteAsync("GETRANGE", key, Text(head), Text(head + 2)));
        Assert.Equal(Text(session.CreatedAt.ToUnixTimeMilliseconds()), await NumberAsync("created", "<d"));
        Assert.Equal(Text((long)IdleTimeout.TotalMilliseconds), await NumberAsync("idle timeout", "<d"));
        Assert.Equal(Text(60_000), await NumberAsync("grace", "<d"));
        Assert.Equal("3", await NumberAsync("version", "<I"));
        Assert.Equal("40", await NumberAsync("size of the label", "<I"));
        int spent = Assert.Single(parts, static part => part.Part == "each spent secret").Bytes;
        Assert.Equal(Text(head + 3 + 40 + 200 + SecretHash.Size + 80 + spent), await shared.Server.ExecuteAsync("STRLEN", key));

        Task<string> NumberAsync(string part, string format) => shared.Server.ExecuteAsync(
            "EVAL",
            "return string.format('%.0f', (struct.unpack(ARGV[1], redis.call('GET', KEYS[1]), ARGV[2] + 1)))",
            "1",
            key,
            format,
            Text(parts.TakeWhile(one => one.Part != part).Sum(static one => one.Bytes)));
    }

    // The bytes of a part of the table, 0 where they differ.
    [GeneratedRegex(@"^\| (?<part>[^|]+) \| (?<bytes>[0-9]*) ?\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static async Task<string> TableAsync()
    {
        string page = await File.ReadAllTextAsync(Repository.PathTo("docs", "redis.md"));
        string table = page[page.IndexOf("| Part of a session | Bytes |", StringComparison.Ordinal)..];
        return table[..table.IndexOf("\n\n", StringComparison.Ordinal)];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

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
