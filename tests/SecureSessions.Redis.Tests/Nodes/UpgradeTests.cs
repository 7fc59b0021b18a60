using System.Globalization;
using System.Net;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>What version 0.2 has left on Redis, or still writes there, is not touched, and nobody is answered 5xx because of it.</summary>
[Collection(SharedServer.Name)]
public sealed class UpgradeTests(SharedServer shared) : IAsyncLifetime
{
    // As 0.2 packed the facts of a session.
    private const string PlantSession =
        "return redis.call('HSET', KEYS[1], 'm', struct.pack('<dddddddddddc32', 1, 9e15, 1e6, 9e14, 1, 1, 0, 0, 0, 0, 0, ARGV[1]), 'u', 'ada', 'p', 'x')";

    private const string Snapshot =
        "local all = {} for _, key in ipairs(ARGV) do all[#all + 1] = redis.sha1hex(redis.call('DUMP', key)) .. redis.call('TTL', key) end return all";

    private readonly string _prefix = RedisPorts.NewPrefix();
    private readonly SessionToken _token = SessionToken.Create();
    private SessionHost _host = null!;
    private string[] _old = [];

    public async Task InitializeAsync()
    {
        _host = await RedisHost.StartAsync(shared.Server, configureRedis: redis => redis.KeyPrefix = _prefix);
        DateTimeOffset due = DateTimeOffset.FromUnixTimeMilliseconds(1);
        byte[] deadline = IndexCodec.Encode(new SessionReservation(_token.Id, "ada", due, due, due));
        byte[] ended = IndexCodec.Encode(new EndedSession(RandomValues.Id(), due, due, due, SessionEndReason.SignedOut));
        string queue = Queue(_token.Id);
        await PlantAsync($"s:{_token.Id}", PlantSession, "hash of 32 bytes, whatever it is");
        await PlantAsync("u:ada", "return redis.call('ZADD', KEYS[1], 1, ARGV[1])", _token.Id.ToString());
        await PlantAsync("h:ada", PlantMember("9999999999999"), Hex(ended));
        await PlantAsync(queue, PlantMember("1"), Hex(deadline));
        _old = [$"s:{_token.Id}", "u:ada", "h:ada", queue];
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Requirement", "ST-7")]
    public async Task Users_sign_in_again_and_what_was_there_stays_as_it_was()
    {
        string before = await SnapshotAsync();
        using Browser browser = _host.NewBrowser();
        browser.Token = _token.ToString();

        Page visit = await browser.GetAsync("/who");
        Page signIn = await browser.GetAsync("/sign-in/ada");

        Assert.Equal((HttpStatusCode.OK, "nobody"), (visit.Status, visit.Body));
        Assert.Equal((HttpStatusCode.OK, "ada"), (signIn.Status, (await browser.GetAsync("/who")).Body));
        Assert.Equal([browser.SessionId()], (await _host.Manager.ListAsync("ada")).Select(static session => session.Id));
        Assert.Empty(await _host.Manager.HistoryAsync("ada"));
        Assert.Equal(1, await _host.Manager.EndAllAsync("ada"));
        Assert.Equal([browser.SessionId()], (await _host.Manager.HistoryAsync("ada")).Select(static session => session.Id));
        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
        Assert.Equal(before, await SnapshotAsync());
    }

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task A_node_of_each_version_leaves_the_others_deadlines_alone()
    {
        using Browser browser = _host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");

        Assert.Empty(await _host.Store.InnerIndex.LeaseDueAsync(CancellationToken.None));

        // Where 0.2 looks there is nothing but its own.
        string ours = browser.SessionId().ToString();
        Assert.Equal("", await shared.Server.ExecuteAsync("ZSCORE", $"{_prefix}u:ada", ours));
        Assert.Equal("0", await shared.Server.ExecuteAsync("EXISTS", $"{_prefix}s:{ours}"));
        int entries = 0;
        for (int i = 0; i < 16; i++)
            entries += int.Parse(await shared.Server.ExecuteAsync("ZCARD", $"{_prefix}q:{i}"), CultureInfo.InvariantCulture);
        Assert.Equal(1, entries);
    }

    private static string Queue(SessionId id)
    {
        byte[] bytes = new byte[SessionId.Size];
        id.CopyTo(bytes);
        return string.Create(CultureInfo.InvariantCulture, $"q:{bytes[0] % 16}");
    }

    private static string PlantMember(string score) =>
        $"return redis.call('ZADD', KEYS[1], {score}, (string.gsub(ARGV[1], '..', function(hex) return string.char(tonumber(hex, 16)) end)))";

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);

    private Task<string> PlantAsync(string key, string script, string argument) =>
        shared.Server.ExecuteAsync("EVAL", script, "1", _prefix + key, argument);

    private Task<string> SnapshotAsync() => shared.Server.ExecuteAsync(["EVAL", Snapshot, "0", .. _old.Select(key => _prefix + key)]);
}
