using System.Globalization;
using System.Text;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Attempts;

/// <summary>Two apps on one Redis count attempts to sign in as one, and what they keep there names nobody.</summary>
[Collection(SharedServer.Name)]
public sealed class AttemptsOnTwoNodesTests(SharedServer shared) : IAsyncLifetime
{
    private const string Account = "anna@example.org";

    private readonly string _prefix = RedisPorts.NewPrefix();
    private SessionHost _a = null!;
    private SessionHost _b = null!;

    public async Task InitializeAsync()
    {
        _a = await StartAsync();
        _b = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "FA-1")]
    [Trait("Requirement", "FA-3")]
    public async Task A_hundred_failures_at_once_on_both_are_counted_exactly_and_the_hundredth_is_told_once()
    {
        int[] statuses = await FailAtOnceAsync(i => $"198.51.{i}.7");

        Assert.All(statuses, static status => Assert.Equal(401, status));
        Assert.Equal(
            Enumerable.Range(1, 100), Of(SessionEventType.SignInFailed).Select(static failed => failed.Failures!.Value).Order());
        Assert.Equal(100, Assert.Single(Of(SessionEventType.SignInsExhausted)).Failures);
    }

    [Fact]
    [Trait("Requirement", "FA-1")]
    public async Task A_hundred_attempts_of_one_source_at_once_on_both_are_five()
    {
        int[] statuses = await FailAtOnceAsync(static _ => "203.0.113.7");

        // A wait is over after a second, which may pass while a busy machine is at it.
        Assert.InRange(statuses.Count(static status => status == 401), 5, 9);
        Assert.Equal(statuses.Count(static status => status == 401), Of(SessionEventType.SignInFailed).Count());
    }

    [Fact]
    [Trait("Requirement", "FA-7")]
    [Trait("Requirement", "ST-8")]
    public async Task Nothing_in_the_store_shows_who_was_tried_or_from_where_and_everything_has_an_end()
    {
        await AttemptNode.FailAsync(_a, Account, "203.0.113.7");
        using Browser browser = _b.NewBrowser();
        browser.Address = "203.0.113.7";
        await browser.GetAsync($"/succeed?account={Account}");
        await AttemptNode.FailAsync(_b, Account, "198.51.100.20");
        var search = new SecretSearch();
        foreach (string text in (string[])[Account, Account.ToUpperInvariant(), "anna", "ANNA", "203.0.113", "198.51.100"])
            search.AddValue(text);

        RedisEntry[] kept =
        [
            .. (await shared.Server.DumpAllAsync())
                .Where(entry => Encoding.UTF8.GetString(entry.Key.Span).StartsWith(_prefix + "a:", StringComparison.Ordinal)),
        ];

        Assert.Equal(3, kept.Length);
        search.AssertAbsentFrom("the store", [.. kept.SelectMany(static entry => entry.Key.ToArray().Concat(entry.Dump.ToArray()))]);
        foreach (RedisEntry entry in kept)
        {
            string left = await shared.Server.ExecuteAsync("PTTL", Encoding.UTF8.GetString(entry.Key.Span));
            Assert.InRange(
                TimeSpan.FromMilliseconds(long.Parse(left, CultureInfo.InvariantCulture)), TimeSpan.FromMinutes(1), TimeSpan.FromDays(90));
        }
    }

    private Task<SessionHost> StartAsync() => AttemptNode.StartAsync(
        shared.Server.Configuration, _prefix, static options => options.SignInAttempts.AccountFailures = 100);

    private Task<int[]> FailAtOnceAsync(Func<int, string> addressOf) => Task.WhenAll(Enumerable.Range(0, 100).Select(
        i => Task.Run(() => AttemptNode.FailAsync(i % 2 == 0 ? _a : _b, Account, addressOf(i)))));

    private IEnumerable<SecureSessionEvent> Of(SessionEventType type) => _a.Events.Of(type).Concat(_b.Events.Of(type));
}
