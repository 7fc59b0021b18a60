using System.Globalization;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>What the counters in memory keep, and for how long.</summary>
public sealed class MemoryCountersTests
{
    private static readonly AttemptLimits Limits = new() { SourceFailures = 20, AccountFailures = 100 };

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_count_is_kept_a_day_for_each_failure()
    {
        var counters = new MemoryCounters(_clock);
        await FailAsync(counters, "anna", 3);

        _clock.Leap(TimeSpan.FromDays(3) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(3, await FailAsync(counters, "anna", 1));
        _clock.Leap(TimeSpan.FromDays(4));
        Assert.Equal(0, await FailAsync(counters, "anna", 1));
    }

    [Fact]
    public async Task A_count_of_a_hundred_is_kept_for_90_days()
    {
        var counters = new MemoryCounters(_clock);
        for (int i = 0; i < 100; i++)
            await FailAsync(counters, "anna", 1, $"source {i}");

        _clock.Leap(TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(100, await FailAsync(counters, "anna", 1));
        _clock.Leap(TimeSpan.FromDays(90));
        Assert.Equal(0, await FailAsync(counters, "anna", 1));
    }

    [Fact]
    public async Task A_network_is_known_for_90_days_after_its_last_sign_in()
    {
        var counters = new MemoryCounters(_clock);
        var strict = new AttemptLimits { AccountFailures = 1 };
        await counters.ForgetAsync(KeysOf("anna", "home"), strict, CancellationToken.None);

        _clock.Leap(TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1));
        Assert.True(await IsExemptAsync());
        _clock.Leap(TimeSpan.FromMilliseconds(1));
        Assert.False(await IsExemptAsync());

        async Task<bool> IsExemptAsync()
        {
            await counters.CountAsync(KeysOf("anna", "abroad"), strict, CancellationToken.None);
            return (await counters.CountAsync(KeysOf("anna", "home"), strict, CancellationToken.None)).IsCounted;
        }
    }

    [Fact]
    public async Task A_clock_that_is_set_changes_nothing()
    {
        var counters = new MemoryCounters(_clock);
        var strict = new AttemptLimits { SourceFailures = 1 };
        await counters.CountAsync(KeysOf("anna", "home"), strict, CancellationToken.None);
        _clock.JumpWallClock(TimeSpan.FromDays(1));

        Assert.False((await counters.CountAsync(KeysOf("anna", "home"), strict, CancellationToken.None)).IsCounted);
    }

    [Fact]
    [Trait("Pace", "Slow")]
    public async Task A_million_names_that_nobody_has_take_bounded_memory_and_push_out_no_account_under_attack()
    {
        var counters = new MemoryCounters(_clock);
        await FailAsync(counters, "anna", 4);
        for (int i = 0; i < 1_000_000; i++)
            await FailAsync(counters, i.ToString(CultureInfo.InvariantCulture), 1);

        Assert.Equal((100_000, 100_000, 0), counters.Counts);
        Assert.Equal(4, await FailAsync(counters, "anna", 1));
    }

    [Fact]
    public async Task Who_wants_a_count_forgotten_has_to_bring_an_eighth_of_all_as_far()
    {
        const int Capacity = 800;
        var counters = new MemoryCounters(_clock, Capacity);
        await FailAsync(counters, "anna", 1);
        for (int failures = 2; failures <= 128; failures *= 2)
            await FailManyAsync(counters, 100, failures);

        // Every class holds an eighth. Now each name pushes out the oldest of the largest class.
        await FailManyAsync(counters, 99, 1);
        Assert.Equal(1, await FailAsync(counters, "anna", 1));
    }

    [Fact]
    public async Task What_has_expired_is_cleared_up_by_the_attempts_after_it()
    {
        var counters = new MemoryCounters(_clock);
        for (int i = 0; i < 1000; i++)
            await FailAsync(counters, i.ToString(CultureInfo.InvariantCulture), 1);
        await counters.ForgetAsync(KeysOf("anna", "home"), Limits, CancellationToken.None);
        _clock.Leap(TimeSpan.FromDays(90));
        for (int i = 0; i < 1000; i++)
            await FailAsync(counters, "ben", 1, $"source {i}");
        await counters.ForgetAsync(KeysOf("ben", "home"), Limits, CancellationToken.None);

        (int accounts, int sources, int known) = counters.Counts;
        Assert.Equal((1, 1), (accounts, known));
        Assert.InRange(sources, 0, 1000);
    }

    private static async Task FailManyAsync(MemoryCounters counters, int accounts, int failures)
    {
        for (int i = 0; i < accounts; i++)
            await FailAsync(counters, $"{failures} failures {i}", failures);
    }

    /// <summary>Fails so often, each time from another source; returns how many failures there were before the last one.</summary>
    private static async Task<int> FailAsync(MemoryCounters counters, string account, int times, string? source = null)
    {
        AttemptCount count = default;
        for (int i = 0; i < times; i++)
        {
            AttemptKeys keys = KeysOf(account, source ?? $"{i}");
            count = await counters.CountAsync(
                keys, new AttemptLimits { SourceFailures = 20, AccountFailures = int.MaxValue }, CancellationToken.None);
            Assert.True(count.IsCounted);
        }

        return count.Failures;
    }

    private static AttemptKeys KeysOf(string account, string source) =>
        new() { Account = account, Method = account, Source = $"{account} {source}", Network = source };
}
