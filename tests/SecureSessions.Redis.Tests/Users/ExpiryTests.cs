using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Sessions that nobody asks for again: each end is reported, and nothing is left behind.</summary>
[Collection(Crowds.Name)]
[Trait("Pace", "Crowd")]
public sealed class ExpiryTests
{
    private const int Users = 1000;
    private const int SessionsPerUser = 10;
    private const int Parallel = 16;

    // Puts every entry of a queue back to the past, as if its lease had run out.
    private const string ShortenLease =
        "for _, entry in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZADD', KEYS[1], 1, entry) end return 1";

    // How long the key that lasts longest will last, in milliseconds; -1 if one lasts for ever.
    private const string LongestTimeToLive =
        "local longest = 0 for _, key in ipairs(redis.call('KEYS', '*')) do local left = redis.call('PTTL', key) "
        + "if left < 0 then return -1 end longest = math.max(longest, left) end return longest";

    // Long enough for two busy nodes to look after all of them.
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(5);

    [Fact]
    [Trait("Requirement", "ST-8")]
    [Trait("Requirement", "TO-3")]
    [Trait("Requirement", "MS-4")]
    public async Task Ten_thousand_sessions_left_alone_are_reported_once_each_by_two_nodes_and_leave_nothing()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SessionHost one = await StartNodeAsync(server);
        await using SessionHost other = await StartNodeAsync(server);

        IReadOnlyList<string>[] parts = await Task.WhenAll(
            Enumerable.Range(0, Parallel).Select(part => SignInAsync(part % 2 == 0 ? one : other, part)));
        await Poll.UntilAsync(
            async () =>
                one.Events.Of(SessionEventType.Expired).Count + other.Events.Of(SessionEventType.Expired).Count > 0
                    && await AreOffAllListsAsync(server),
            "every session is off the list and off the watch");

        SecureSessionEvent[] reports = [.. one.Events.Of(SessionEventType.Expired), .. other.Events.Of(SessionEventType.Expired)];
        string[] signedIn = [.. parts.SelectMany(static ids => ids)];
        Assert.Equal(Users * SessionsPerUser, signedIn.Length);
        Assert.Equal(
            signedIn.Order(StringComparer.Ordinal),
            reports.Select(static report => report.SessionId.ToString()).Order(StringComparer.Ordinal));
        Assert.All(reports, static report => Assert.Equal(SessionEndReason.IdleTimeout, report.Reason));
        Assert.NotEmpty(one.Events.Of(SessionEventType.Expired));
        Assert.NotEmpty(other.Events.Of(SessionEventType.Expired));

        // What tells of their end goes by itself. A key is kept a second longer than it has to be, as it is lengthened in steps of one.
        Assert.InRange(
            long.Parse(await server.ExecuteAsync("EVAL", LongestTimeToLive, "0"), CultureInfo.InvariantCulture),
            1,
            (long)(Retention + TimeSpan.FromSeconds(2)).TotalMilliseconds);
    }

    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task What_a_node_has_taken_charge_of_when_it_dies_is_reported_by_another()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SessionHost dying = await StartNodeAsync(server);
        dying.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.LeaseDue);
        string id = Assert.Single(await SignInAsync(dying, Users - 1, count: 1));
        SessionDeadline? leased = null;
        await Poll.UntilAsync(
            async () =>
                (leased = (await dying.Store.InnerIndex.LeaseDueAsync(CancellationToken.None)).SingleOrDefault()) is not null, "it is due");

        await using SessionHost next = await StartNodeAsync(server);
        Assert.Empty(await next.Store.InnerIndex.LeaseDueAsync(CancellationToken.None));
        for (int queue = 0; queue < RedisKeys.QueueCount; queue++)
            await server.ExecuteAsync("EVAL", ShortenLease, "1", string.Create(CultureInfo.InvariantCulture, $"ss:q2:{queue}"));

        await Poll.UntilAsync(() => next.Events.Of(SessionEventType.Expired).Count > 0, "the other node reports it");
        Assert.Equal(id, Assert.Single(next.Events.Of(SessionEventType.Expired)).SessionId.ToString());
        Assert.Equal(id, leased!.Session.Id.ToString());
        Assert.Empty(dying.Events.Of(SessionEventType.Expired));
        await Poll.UntilAsync(() => AreOffAllListsAsync(server), "it is off the list and off the watch");
    }

    private static async Task<bool> AreOffAllListsAsync(RedisServer server) => (await server.ExecuteAsync("KEYS", "ss:[qu]2:*")).Length == 0;

    private static Task<SessionHost> StartNodeAsync(RedisServer server) => RedisHost.StartAsync(
        server,
        static options => options.IdleTimeout = TimeSpan.FromSeconds(4),
        static options =>
        {
            options.EndedSessionRetention = Retention;
            options.HistoryRetention = TimeSpan.Zero;
        },
        configureServices: static services => services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.None)));

    /// <summary>Signs in every sixteenth user, from a new browser each time; their ids.</summary>
    private static async Task<IReadOnlyList<string>> SignInAsync(SessionHost node, int part, int count = SessionsPerUser)
    {
        List<string> ids = [];
        using Browser browser = node.NewBrowser();
        for (int user = part; user < Users; user += Parallel)
        {
            for (int i = 0; i < count; i++)
            {
                browser.Token = null;
                await browser.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/sign-in/user-{user}"));
                ids.Add(SessionToken.TryParse(browser.Token, out SessionToken token) ? token.Id.ToString() : "nobody");
            }
        }

        return ids;
    }
}
