using Xunit;

namespace SecureSessions.Testing;

/// <summary>
/// What every <see cref="ISecureSessionCounters"/> promises, as tests of xunit. The tests of a store that counts attempts to sign in
/// subclass it.
/// </summary>
/// <remarks>
/// A subclass implements <see cref="CreateAsync"/> and <see cref="AdvanceAsync"/>, and has all tests. A store whose clock can be moved
/// moves it in <see cref="AdvanceAsync"/>; one whose clock cannot be moved waits there, for less than a second in each test.
/// </remarks>
public abstract class SessionCountersContract : IAsyncLifetime
{
    /// <summary>How many callers compete in a race.</summary>
    private const int Competitors = 100;

    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    /// <summary>The counters of this test.</summary>
    protected ISecureSessionCounters Counters { get; private set; } = null!;

    /// <summary>Creates the counters. xunit calls it before each test.</summary>
    /// <returns>When they are there.</returns>
    public async Task InitializeAsync() => Counters = await CreateAsync();

    /// <summary>Disposes the counters if they can be disposed. xunit calls it after each test.</summary>
    /// <returns>When they are disposed.</returns>
    public virtual Task DisposeAsync()
    {
        (Counters as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Creates the counters of one store for one test. They may hold counts of other tests.</summary>
    /// <returns>The counters.</returns>
    protected abstract ValueTask<ISecureSessionCounters> CreateAsync();

    /// <summary>Lets time pass for the store: moves its clock, or waits.</summary>
    /// <param name="duration">How long, at least.</param>
    /// <returns>When the store's time is that much later.</returns>
    protected abstract Task AdvanceAsync(TimeSpan duration);

    [Fact]
    public async Task The_first_attempt_is_counted_and_the_next_need_not_wait() =>
        Assert.Equal(new AttemptCount(true, TimeSpan.Zero, 0), await CountAsync(NewKeys()));

    [Fact]
    public async Task After_some_failures_a_source_waits_and_each_further_one_doubles_the_wait_up_to_the_longest()
    {
        var limits = new AttemptLimits
        {
            FirstSourceWait = TimeSpan.FromMilliseconds(1),
            MaxSourceWait = TimeSpan.FromMilliseconds(20),
            AccountFailures = 100,
        };
        AttemptKeys keys = NewKeys();
        var waits = new List<double>();
        for (int i = 0; i < 12; i++)
        {
            AttemptCount count = await CountAsync(keys, limits);
            Assert.Equal((true, i), (count.IsCounted, count.Failures));
            waits.Add(count.Wait.TotalMilliseconds);
            await AdvanceAsync(count.Wait);
        }

        Assert.Equal([0, 0, 0, 0, 1, 2, 4, 8, 16, 20, 20, 20], waits);
    }

    [Fact]
    public async Task An_attempt_that_has_to_wait_is_told_how_long_and_changes_nothing()
    {
        var limits = new AttemptLimits { SourceFailures = 1, FirstSourceWait = Long, MaxSourceWait = Long };
        AttemptKeys keys = NewKeys();
        Assert.Equal(new AttemptCount(true, Long, 0), await CountAsync(keys, limits));

        AttemptCount first = await CountAsync(keys, limits);
        await AdvanceAsync(TimeSpan.FromMilliseconds(10));
        AttemptCount second = await CountAsync(keys, limits);

        Assert.Equal((false, 1), (first.IsCounted, first.Failures));
        Assert.InRange(first.Wait, TimeSpan.FromMilliseconds(1), Long);
        Assert.Equal((false, 1), (second.IsCounted, second.Failures));
        Assert.InRange(second.Wait, TimeSpan.FromMilliseconds(1), first.Wait - TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public async Task A_source_that_waits_keeps_no_other_source_waiting()
    {
        var limits = new AttemptLimits { SourceFailures = 1, FirstSourceWait = Long, MaxSourceWait = Long };
        AttemptKeys keys = NewKeys();
        await CountAsync(keys, limits);

        Assert.Equal((true, 1), await OutcomeAsync(keys with { Source = NewName() }, limits));
        Assert.False((await CountAsync(keys, limits)).IsCounted);
    }

    [Fact]
    public async Task After_some_failures_of_whatever_sources_an_unknown_network_waits_for_the_account()
    {
        var limits = new AttemptLimits { AccountFailures = 3, AccountWait = Long };
        AttemptKeys keys = NewKeys();
        TimeSpan[] waits = new TimeSpan[3];
        for (int i = 0; i < 3; i++)
            waits[i] = (await CountAsync(OfAnotherNetwork(keys), limits)).Wait;

        AttemptCount refused = await CountAsync(OfAnotherNetwork(keys), limits);
        AttemptCount nameless = await CountAsync(keys with { Source = NewName(), Network = null }, limits);

        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, Long], waits);
        Assert.Equal((false, 3), (refused.IsCounted, refused.Failures));
        Assert.InRange(refused.Wait, TimeSpan.FromMilliseconds(1), Long);
        Assert.False(nameless.IsCounted);
    }

    [Fact]
    public async Task A_network_that_has_signed_in_to_the_account_waits_for_its_source_only()
    {
        var limits = new AttemptLimits
        {
            SourceFailures = 2,
            FirstSourceWait = Long,
            MaxSourceWait = Long,
            AccountFailures = 1,
            AccountWait = Long,
        };
        AttemptKeys owner = NewKeys();
        await SignInAsync(owner, limits);
        await CountAsync(OfAnotherNetwork(owner), limits);
        Assert.False((await CountAsync(OfAnotherNetwork(owner), limits)).IsCounted);

        Assert.Equal(new AttemptCount(true, TimeSpan.Zero, 1), await CountAsync(owner, limits));
        Assert.Equal(new AttemptCount(true, Long, 2), await CountAsync(owner, limits));
        Assert.False((await CountAsync(owner, limits)).IsCounted);
        Assert.Equal((true, 3), await OutcomeAsync(owner with { Source = NewName() }, limits));
    }

    [Fact]
    public async Task A_network_is_known_to_the_account_that_it_has_signed_in_to_and_by_every_method()
    {
        var limits = new AttemptLimits { AccountFailures = 1, AccountWait = Long };
        AttemptKeys owner = NewKeys();
        await SignInAsync(owner, limits);
        AttemptKeys byCode = owner with { Method = NewName(), Source = NewName() };
        AttemptKeys other = NewKeys() with { Network = owner.Network };
        await CountAsync(OfAnotherNetwork(byCode), limits);
        await CountAsync(OfAnotherNetwork(other), limits);

        Assert.True((await CountAsync(byCode, limits)).IsCounted);
        Assert.False((await CountAsync(other, limits)).IsCounted);
    }

    [Fact]
    public async Task A_success_that_names_no_network_makes_none_known()
    {
        var limits = new AttemptLimits { AccountFailures = 1, AccountWait = Long };
        AttemptKeys keys = NewKeys();
        await SignInAsync(keys with { Network = null }, limits);
        await CountAsync(OfAnotherNetwork(keys), limits);

        Assert.False((await CountAsync(keys, limits)).IsCounted);
    }

    [Fact]
    public async Task Of_an_account_the_networks_of_the_last_sign_ins_are_known()
    {
        var limits = new AttemptLimits { AccountFailures = 1, AccountWait = Long };
        AttemptKeys account = NewKeys();
        AttemptKeys[] networks =
            [.. Enumerable.Range(0, SecureSessionDefaults.MaxKnownDevices + 1).Select(_ => OfAnotherNetwork(account))];
        foreach (AttemptKeys keys in networks)
        {
            await SignInAsync(keys, limits);
            await AdvanceAsync(TimeSpan.FromMilliseconds(2));
        }

        await CountAsync(OfAnotherNetwork(account), limits);

        Assert.False((await CountAsync(networks[0], limits)).IsCounted);
        Assert.True((await CountAsync(networks[1], limits)).IsCounted);
        Assert.True((await CountAsync(networks[^1], limits)).IsCounted);
    }

    [Fact]
    public async Task Unknown_networks_have_one_attempt_after_each_wait_of_the_account()
    {
        var limits = new AttemptLimits { AccountFailures = 1, AccountWait = Short };
        AttemptKeys keys = NewKeys();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(new AttemptCount(true, Short, i), await CountAsync(OfAnotherNetwork(keys), limits));
            await AdvanceAsync(Short);
        }
    }

    [Fact]
    public async Task When_the_window_is_over_the_failures_within_it_begin_anew_and_those_in_a_row_go_on()
    {
        var limits = new AttemptLimits { AccountFailures = 2, AccountWait = Long, Window = Short };
        AttemptKeys keys = NewKeys();
        await CountAsync(keys, limits);
        await AdvanceAsync(Short);

        Assert.Equal(new AttemptCount(true, TimeSpan.Zero, 1), await CountAsync(OfAnotherNetwork(keys), limits));
    }

    [Fact]
    public async Task A_success_forgets_the_failures_of_the_account_and_of_its_source_and_no_others()
    {
        var limits = new AttemptLimits { SourceFailures = 2, FirstSourceWait = Long, MaxSourceWait = Long };
        AttemptKeys attacker = NewKeys();
        AttemptKeys owner = OfAnotherNetwork(attacker);
        AttemptKeys byCode = owner with { Method = NewName(), Source = NewName() };
        await CountAsync(byCode, limits);
        await CountAsync(attacker, limits);
        await CountAsync(attacker, limits);
        await CountAsync(owner, limits);
        await CountAsync(owner, limits);

        Assert.Equal(4, await Counters.ForgetAsync(owner, limits, CancellationToken.None));

        Assert.Equal((true, 0), await OutcomeAsync(owner, limits));
        Assert.False((await CountAsync(attacker, limits)).IsCounted);
        Assert.Equal(new AttemptCount(true, Long, 1), await CountAsync(byCode, limits));
    }

    [Fact]
    public async Task A_success_takes_one_attempt_off_the_window_and_leaves_the_others()
    {
        var limits = new AttemptLimits { AccountFailures = 3, AccountWait = Long };
        AttemptKeys keys = NewKeys();
        await CountAsync(OfAnotherNetwork(keys), limits);
        await CountAsync(OfAnotherNetwork(keys), limits);
        await SignInAsync(OfAnotherNetwork(keys), limits);

        Assert.Equal(new AttemptCount(true, Long, 0), await CountAsync(OfAnotherNetwork(keys), limits));
        Assert.False((await CountAsync(OfAnotherNetwork(keys), limits)).IsCounted);
    }

    [Fact]
    public async Task Successes_are_no_failures_however_many_there_are()
    {
        var limits = new AttemptLimits { AccountFailures = 2, AccountWait = Long };
        AttemptKeys keys = NewKeys();
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(new AttemptCount(true, TimeSpan.Zero, 0), await CountAsync(keys with { Network = null }, limits));
            Assert.Equal(1, await Counters.ForgetAsync(keys with { Network = null }, limits, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Forgetting_where_there_was_no_failure_is_no_error()
    {
        AttemptKeys keys = NewKeys();

        Assert.Equal(0, await Counters.ForgetAsync(keys, new AttemptLimits(), CancellationToken.None));

        Assert.Equal((true, 0), await OutcomeAsync(keys));
    }

    [Fact]
    public async Task Accounts_and_methods_are_counted_apart()
    {
        AttemptKeys keys = NewKeys();
        await CountAsync(keys);
        await CountAsync(keys);

        Assert.Equal((true, 0), await OutcomeAsync(keys with { Method = NewName(), Source = NewName() }));
        Assert.Equal((true, 0), await OutcomeAsync(NewKeys()));
        Assert.Equal((true, 2), await OutcomeAsync(keys));
    }

    [Fact]
    public async Task Of_many_attempts_of_one_source_at_once_as_many_are_counted_as_one_after_the_other()
    {
        var limits = new AttemptLimits { FirstSourceWait = Long, MaxSourceWait = Long };
        AttemptKeys keys = NewKeys();

        AttemptCount[] counts = await RaceAsync(_ => CountAsync(keys, limits));

        Assert.Equal(
            Enumerable.Range(0, limits.SourceFailures),
            counts.Where(static count => count.IsCounted).Select(static count => count.Failures).Order());
    }

    [Fact]
    public async Task Of_many_attempts_of_many_sources_at_once_as_many_are_counted_as_one_after_the_other()
    {
        var limits = new AttemptLimits { AccountWait = Long };
        AttemptKeys keys = NewKeys();

        AttemptCount[] counts = await RaceAsync(_ => CountAsync(OfAnotherNetwork(keys), limits));

        Assert.Equal(
            Enumerable.Range(0, limits.AccountFailures),
            counts.Where(static count => count.IsCounted).Select(static count => count.Failures).Order());
    }

    [Fact]
    public async Task Of_many_failures_at_once_none_is_lost()
    {
        var limits = new AttemptLimits { AccountFailures = Competitors };
        AttemptKeys keys = NewKeys();

        AttemptCount[] counts = await RaceAsync(_ => CountAsync(OfAnotherNetwork(keys), limits));

        Assert.Equal(Enumerable.Range(0, Competitors), counts.Select(static count => count.Failures).Order());
        Assert.Equal(Competitors, await Counters.ForgetAsync(keys, limits, CancellationToken.None));
    }

    [Fact]
    public async Task Everything_that_is_counted_has_an_end()
    {
        var limits = new AttemptLimits
        {
            SourceFailures = 2,
            FirstSourceWait = Short,
            MaxSourceWait = Short,
            Window = Short,
            FailureRetention = Short,
        };
        AttemptKeys keys = NewKeys();
        await CountAsync(keys, limits);
        await AdvanceAsync(2 * Short);

        Assert.Equal(new AttemptCount(true, TimeSpan.Zero, 0), await CountAsync(keys, limits));
    }

    private static string NewName() => RandomValues.Id().ToString();

    private static AttemptKeys NewKeys() =>
        new() { Account = NewName(), Method = NewName(), Source = NewName(), Network = NewName() };

    private static AttemptKeys OfAnotherNetwork(AttemptKeys keys) => keys with { Source = NewName(), Network = NewName() };

    private static Task<AttemptCount[]> RaceAsync(Func<int, Task<AttemptCount>> compete) =>
        Task.WhenAll(Enumerable.Range(0, Competitors).Select(i => Task.Run(() => compete(i))));

    private async Task<AttemptCount> CountAsync(AttemptKeys keys, AttemptLimits? limits = null) =>
        await Counters.CountAsync(keys, limits ?? new AttemptLimits(), CancellationToken.None);

    private async Task<(bool IsCounted, int Failures)> OutcomeAsync(AttemptKeys keys, AttemptLimits? limits = null)
    {
        AttemptCount count = await CountAsync(keys, limits);
        return (count.IsCounted, count.Failures);
    }

    private async Task SignInAsync(AttemptKeys keys, AttemptLimits limits)
    {
        Assert.True((await CountAsync(keys, limits)).IsCounted);
        await Counters.ForgetAsync(keys, limits, CancellationToken.None);
    }
}
