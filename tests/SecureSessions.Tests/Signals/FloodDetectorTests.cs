using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Signals;

public sealed class FloodDetectorTests
{
    // The third of the kinds that are counted.
    private const int SignOuts = 2;

    private const string Address = "203.0.113.7";

    private readonly ManualTimeProvider _clock = new();
    private readonly SecureSessionOptions _options = new();

    [Theory]
    [Trait("Requirement", "ID-9")]
    [InlineData(SessionEventType.TokenRejected, null, SecureSessionDefaults.MaxUnknownTokens, "unknown_tokens")]
    [InlineData(SessionEventType.Created, null, SecureSessionDefaults.MaxNewSessions, "new_sessions")]
    [InlineData(SessionEventType.LoggedOut, "alice", SecureSessionDefaults.MaxSignOuts, "sign_outs")]
    public void Only_the_first_event_beyond_the_limit_is_reported(SessionEventType type, string? userId, int limit, string detail)
    {
        FloodDetector detector = New();

        SecureSessionEvent?[] told = [.. Enumerable.Range(0, 10_000).Select(_ => detector.Note(Event(type, Address, userId)))];

        Assert.All(told[..limit], Assert.Null);
        Assert.Equal(
            (SessionEventType.FloodDetected, detail, Address), (told[limit]!.Type, told[limit]!.Detail, told[limit]!.Origin.Address));
        Assert.All(told[(limit + 1)..], Assert.Null);
    }

    [Fact]
    [Trait("Requirement", "FA-6")]
    public void Of_failed_sign_ins_the_accounts_are_counted_and_not_the_failures()
    {
        FloodDetector detector = New();

        // Spellings of one account are one.
        Assert.Equal(0, Enumerable.Range(0, 1000).Count(i => detector.Note(Failed(i % 2 == 0 ? "Anna " : "anna")) is not null));
        Assert.Equal(0, CountFailures(detector, from: 0, to: 29));
        Assert.Equal("failed_sign_ins", detector.Note(Failed("the 31st"))?.Detail);
        Assert.Equal(0, CountFailures(detector, from: 0, to: 10_000));

        _clock.Advance(SecureSessionDefaults.FloodWindow);
        Assert.Equal(0, CountFailures(detector, from: 0, to: 30));
        Assert.Equal(1, CountFailures(detector, from: 0, to: 31));
    }

    [Fact]
    public void Failed_sign_ins_without_a_limit_are_not_counted()
    {
        _options.Signals.MaxFailedAccounts = null;

        Assert.Equal(0, CountFailures(New(), from: 0, to: 1000));
    }

    [Fact]
    public void A_flood_that_goes_on_is_reported_once_a_window()
    {
        FloodDetector detector = New();
        int told = 0;

        for (int second = 0; second < 300; second++)
        {
            told += CountReports(detector, 10);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(5, told);
    }

    [Fact]
    public void Many_events_over_more_than_a_window_are_no_flood()
    {
        FloodDetector detector = New();

        for (int minute = 0; minute < 20; minute++)
        {
            Assert.Equal(0, CountReports(detector, SecureSessionDefaults.MaxUnknownTokens));
            _clock.Advance(SecureSessionDefaults.FloodWindow);
        }
    }

    [Fact]
    public void A_wall_clock_that_is_set_changes_nothing()
    {
        FloodDetector detector = New();
        CountReports(detector, SecureSessionDefaults.MaxUnknownTokens);

        _clock.JumpWallClock(TimeSpan.FromDays(1));

        Assert.Equal(1, CountReports(detector, 1));
        _clock.JumpWallClock(TimeSpan.FromDays(-2));
        Assert.NotNull(detector.FindAlert(IPAddress.Parse(Address)));
    }

    [Theory]
    [InlineData(SessionEventType.Created, "alice")]
    [InlineData(SessionEventType.Expired, null)]
    [InlineData(SessionEventType.UsedAfterExpire, null)]
    [InlineData(SessionEventType.SpentSecretRefused, null)]
    [InlineData(SessionEventType.FloodDetected, null)]
    public void Sign_ins_timeouts_and_late_requests_are_not_counted(SessionEventType type, string? userId)
    {
        FloodDetector detector = New();

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Null(detector.Note(Event(type, Address, userId))));
    }

    [Fact]
    public void Events_without_an_address_are_not_counted()
    {
        FloodDetector detector = New();

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Null(detector.Note(Event(SessionEventType.TokenRejected, null))));
        Assert.Null(detector.FindAlert(null));
    }

    [Fact]
    public void A_kind_of_event_without_a_limit_is_not_counted()
    {
        _options.Signals.MaxUnknownTokens = null;

        Assert.Equal(0, CountReports(New(), 10_000));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    public void All_addresses_of_one_subscriber_are_one_source(string flooding, string asking, bool same)
    {
        FloodDetector detector = New();
        CountReports(detector, SecureSessionDefaults.MaxUnknownTokens + 1, flooding);

        Assert.Equal(same, detector.FindAlert(IPAddress.Parse(asking)) is not null);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    public void A_flood_source_has_a_name(string address, string name)
    {
        FloodDetector detector = New();
        CountReports(detector, SecureSessionDefaults.MaxUnknownTokens + 1, address);

        Assert.Equal(name, detector.FindAlert(IPAddress.Parse(address)));
    }

    [Fact]
    public void An_alert_is_over_some_time_after_the_last_flood()
    {
        FloodDetector detector = New();
        CountReports(detector, SecureSessionDefaults.MaxUnknownTokens + 1);
        _clock.Advance(SecureSessionDefaults.FloodWindow);
        CountReports(detector, SecureSessionDefaults.MaxUnknownTokens + 1);

        _clock.Advance(SecureSessionDefaults.FloodThrottle - TimeSpan.FromTicks(1));
        Assert.NotNull(detector.FindAlert(IPAddress.Parse(Address)));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(detector.FindAlert(IPAddress.Parse(Address)));
    }

    [Fact]
    public void The_memory_of_the_flood_counter_is_bounded_and_active_addresses_are_kept()
    {
        var counter = new FloodCounter(TimeSpan.FromMinutes(1), capacity: 100);
        FloodSource busy = Source(0);

        for (int i = 1; i <= 10_000; i++)
        {
            counter.Add(Source(i), SignOuts, TimeSpan.Zero);
            Assert.Equal(i, counter.Add(busy, SignOuts, TimeSpan.Zero));
        }

        Assert.Equal(2, counter.Add(Source(10_000), SignOuts, TimeSpan.Zero));
        Assert.Equal(1, counter.Add(Source(1), SignOuts, TimeSpan.Zero));
    }

    [Fact]
    public void The_alerts_are_bounded_and_the_oldest_is_forgotten()
    {
        var alerts = new FloodAlerts(TimeSpan.FromMinutes(5), capacity: 100);

        for (int i = 0; i <= 100; i++)
            alerts.Raise(Source(i), TimeSpan.FromMilliseconds(i));

        Assert.False(alerts.IsUnderAlert(Source(0), TimeSpan.FromSeconds(1)));
        Assert.All(Enumerable.Range(1, 100), i => Assert.True(alerts.IsUnderAlert(Source(i), TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void Only_one_of_parallel_events_is_reported()
    {
        FloodDetector detector = New();
        int told = 0;

        Parallel.For(0, 10_000, _ =>
        {
            if (detector.Note(Event(SessionEventType.TokenRejected, Address)) is not null)
                Interlocked.Increment(ref told);
        });

        Assert.Equal(1, told);
    }

    private static FloodSource Source(int i) => FloodSource.Of(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]))!.Value;

    private FloodDetector New() => new(new SessionPolicy(Options.Create(_options)), _clock, NullLogger<FloodDetector>.Instance);

    private static int CountReports(FloodDetector detector, int events, string address = Address) =>
        Enumerable.Range(0, events).Count(_ => detector.Note(Event(SessionEventType.TokenRejected, address)) is not null);

    private static int CountFailures(FloodDetector detector, int from, int to) =>
        Enumerable.Range(from, to - from).Count(i => detector.Note(Failed($"account {i}")) is not null);

    private static SecureSessionEvent Failed(string account) => new()
    {
        Type = SessionEventType.SignInFailed,
        At = default,
        Account = account,
        Origin = new RequestOrigin(Address, "/", null),
    };

    private static SecureSessionEvent Event(SessionEventType type, string? address, string? userId = null) => new()
    {
        Type = type,
        At = default,
        UserId = userId,
        Origin = new RequestOrigin(address, "/", null),
    };
}
