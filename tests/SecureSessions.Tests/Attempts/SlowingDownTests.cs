using Xunit;

namespace SecureSessions.Tests.Attempts;

/// <summary>Failures slow down further attempts: of their source, and of strangers to the account.</summary>
public sealed class SlowingDownTests : IAsyncLifetime
{
    private LoginHost _login = null!;

    public async Task InitializeAsync() => _login = await LoginHost.StartAsync();

    public async Task DisposeAsync() => await _login.DisposeAsync();

    [Fact]
    [Trait("Requirement", "FA-1")]
    public async Task A_source_waits_a_second_after_its_fifth_failure_and_twice_as_long_after_each_further_one_up_to_15_minutes()
    {
        var waits = new List<int>();
        for (int failures = 1; failures <= 18; failures++)
        {
            Assert.Equal(LoginAnswer.Wrong, await _login.LogInAsync(LoginHost.Ben));
            if (failures < 5)
                continue;

            LoginAnswer early = await _login.LogInAsync(LoginHost.Ben);
            Assert.Equal(429, early.Status);
            waits.Add(early.RetryAfter!.Value);
            _login.Clock.Leap(TimeSpan.FromSeconds(early.RetryAfter.Value) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(LoginAnswer.Wait(1), await _login.LogInAsync(LoginHost.Ben));
            _login.Clock.Leap(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900], waits);
        Assert.Equal(18, _login.LookedAt);
    }

    [Fact]
    [Trait("Requirement", "FA-1")]
    public async Task The_right_password_has_to_wait_as_well()
    {
        await _login.FailAsync(LoginHost.Ben, 8);

        Assert.Equal(LoginAnswer.Wait(8), await _login.LogInAsync(LoginHost.Ben, "right"));
        _login.Clock.Leap(TimeSpan.FromSeconds(8));
        Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Ben, "right"));
    }

    [Fact]
    [Trait("Requirement", "FA-1")]
    public async Task A_hundred_attempts_at_once_are_no_more_than_one_after_the_other()
    {
        LoginAnswer[] answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => _login.LogInAsync(LoginHost.Ben))));

        Assert.Equal(5, answers.Count(static answer => answer == LoginAnswer.Wrong));
        Assert.Equal(95, answers.Count(static answer => answer == LoginAnswer.Wait(1)));
        Assert.Equal(5, _login.LookedAt);
    }

    [Fact]
    public async Task A_sign_in_forgets_the_failures_before_it()
    {
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 4; i++)
                Assert.Equal(LoginAnswer.Wrong, await _login.LogInAsync(LoginHost.Ben));
            Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Ben, "right"));
        }
    }

    [Fact]
    public async Task Sign_ins_are_not_counted_however_many_there_are_and_from_wherever()
    {
        for (int i = 0; i < 50; i++)
        {
            string address = i % 2 == 0 ? LoginHost.Home : LoginHost.Address(i);
            Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Ben, "right", address));
        }
    }

    [Fact]
    public async Task An_admitted_attempt_of_which_nothing_more_is_told_stays_counted()
    {
        using TestKit.Browser browser = _login.NewBrowser();
        for (int i = 0; i < 5; i++)
            Assert.Equal(200, (int)(await browser.GetAsync("/admit")).Status);

        Assert.Equal(LoginAnswer.Wait(1), await _login.LogInAsync(LoginHost.Anna));
        Assert.Empty(_login.Of(SessionEventType.SignInFailed));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_counts_nothing()
    {
        using TestKit.Browser browser = _login.NewBrowser();
        for (int i = 0; i < 10; i++)
            Assert.Equal(200, (int)(await browser.GetAsync("/cancelled")).Status);

        Assert.Equal(LoginAnswer.Wrong, await _login.LogInAsync(LoginHost.Anna));
        Assert.Equal(1, _login.LastFailure.Failures);
    }

    [Fact]
    [Trait("Requirement", "FA-2")]
    public async Task The_owner_on_a_known_network_gets_in_during_an_attack_from_a_thousand_addresses()
    {
        Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Ben, "right", LoginHost.Home));
        int guesses = 0;
        for (int i = 0; i < 1000; i++)
        {
            if (await _login.LogInAsync(LoginHost.Ben, address: LoginHost.Address(i)) == LoginAnswer.Wrong)
                guesses++;
            _login.Clock.Leap(TimeSpan.FromSeconds(1));
            if (i % 100 == 99)
                Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Ben, "right", LoginHost.HomeTomorrow));
        }

        // 20 that cost nothing, one that each sign-in of the owner gives back, and one in 30 seconds.
        Assert.InRange(guesses, 20, 20 + (1000 / 30));
    }

    [Fact]
    [Trait("Requirement", "FA-2")]
    public async Task Meanwhile_an_unknown_network_has_one_attempt_in_30_seconds()
    {
        for (int i = 0; i < 20; i++)
            Assert.Equal(LoginAnswer.Wrong, await _login.LogInAsync(LoginHost.Ben, address: LoginHost.Address(i)));

        Assert.Equal(LoginAnswer.Wait(30), await _login.LogInAsync(LoginHost.Ben, "right", LoginHost.Abroad));
        _login.Clock.Leap(TimeSpan.FromSeconds(30));
        Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Ben, "right", LoginHost.Abroad));
        Assert.Equal(LoginAnswer.Wrong, await _login.LogInAsync(LoginHost.Ben, address: LoginHost.Abroad));
    }

    [Fact]
    public async Task A_known_network_waits_for_its_own_failures_all_the_same()
    {
        await _login.LogInAsync(LoginHost.Ben, "right", LoginHost.Home);
        await _login.FailAsync(LoginHost.Ben, 5, LoginHost.Home);

        Assert.Equal(LoginAnswer.Wait(1), await _login.LogInAsync(LoginHost.Ben, "right", LoginHost.Home));
        Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Ben, "right", LoginHost.HomeTomorrow));
    }

    [Fact]
    public async Task Where_clients_are_not_kept_no_network_is_known()
    {
        await using LoginHost login = await LoginHost.StartAsync(static options => options.KeepClientInfo = false);
        await login.LogInAsync(LoginHost.Ben, "right", LoginHost.Home);
        for (int i = 0; i < 20; i++)
            await login.LogInAsync(LoginHost.Ben, address: LoginHost.Address(i));

        Assert.Equal(LoginAnswer.Wait(30), await login.LogInAsync(LoginHost.Ben, "right", LoginHost.Home));
        Assert.All(login.Of(SessionEventType.SignInFailed), static failed => Assert.Null(failed.Client));
    }

    [Fact]
    public async Task The_app_sets_the_limits()
    {
        await using LoginHost login = await LoginHost.StartAsync(static options =>
        {
            (options.SignInAttempts.SourceFailures, options.SignInAttempts.MaxSourceWait) = (1, TimeSpan.FromMinutes(1));
            (options.SignInAttempts.AccountFailures, options.SignInAttempts.AccountWait) = (9, TimeSpan.FromMinutes(2));
        });

        await login.FailAsync(LoginHost.Ben, 8);
        Assert.Equal(LoginAnswer.Wait(60), await login.LogInAsync(LoginHost.Ben));
        await login.LogInAsync(LoginHost.Ben, address: LoginHost.Abroad);
        Assert.Equal(LoginAnswer.Wait(120), await login.LogInAsync(LoginHost.Ben, address: LoginHost.Address(1)));
    }

    [Theory]
    [Trait("Requirement", "FA-4")]
    [InlineData(LoginHost.Ben)]
    [InlineData(LoginHost.Nobody)]
    public async Task An_account_that_there_is_not_is_counted_like_one_that_there_is(string account)
    {
        var answers = new List<LoginAnswer>();
        for (int i = 0; i < 24; i++)
        {
            answers.Add(await _login.LogInAsync(account, address: i < 8 ? LoginHost.Home : LoginHost.Address(i)));
            _login.Clock.Leap(TimeSpan.FromMilliseconds(400));
        }

        LoginAnswer[] expected =
        [
            .. Enumerable.Repeat(LoginAnswer.Wrong, 5), LoginAnswer.Wait(1), LoginAnswer.Wait(1), LoginAnswer.Wrong,
            .. Enumerable.Repeat(LoginAnswer.Wrong, 14), LoginAnswer.Wait(30), LoginAnswer.Wait(30),
        ];
        Assert.Equal(expected, answers);
    }
}
