using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Attempts;

/// <summary>What is told of attempts to sign in.</summary>
public sealed class AttemptEventTests
{
    [Fact]
    [Trait("Requirement", "FA-5")]
    public async Task A_failure_is_told_with_account_method_number_and_client()
    {
        await using LoginHost login = await LoginHost.StartAsync();
        await login.LogInAsync(LoginHost.Ben);
        await login.LogInAsync(LoginHost.Ben, address: LoginHost.Abroad);

        SecureSessionEvent failed = login.Of(SessionEventType.SignInFailed)[1];
        Assert.Equal((LoginHost.Ben, "pwd", 2), (failed.Account, failed.Detail, failed.Failures));
        Assert.Equal((null, null), (failed.UserId, failed.SessionId));
        Assert.Equal((LoginHost.Abroad, "/login"), (failed.Origin.Address, failed.Origin.Path));
        Assert.Equal(new SessionClient("Firefox on Linux", "192.0.2.0/24"), failed.Client);
        Assert.StartsWith(
            "authn_login_fail: Refused why=pwd,2 session= user=ben@example.org by= ip=192.0.2.30 path=/login ",
            login.Host.Logs.Of("authn_login_fail")[1].Message,
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "FA-5")]
    public async Task A_sign_in_after_failures_is_told_with_their_number_and_one_without_is_not()
    {
        await using LoginHost login = await LoginHost.StartAsync();
        await login.LogInAsync(LoginHost.Ben, "right");
        Assert.Empty(login.Of(SessionEventType.SignedInAfterFailures));
        await login.FailAsync(LoginHost.Ben, 2);
        await login.FailAsync(LoginHost.Ben, 5, LoginHost.Abroad);
        login.Clock.Leap(TimeSpan.FromSeconds(1));

        await login.LogInAsync(LoginHost.Ben, "right", LoginHost.Abroad);

        SecureSessionEvent told = Assert.Single(login.Of(SessionEventType.SignedInAfterFailures));
        SecureSessionEvent created = login.Of(SessionEventType.Created)[^1];
        Assert.Equal((LoginHost.Ben, "pwd", 7), (told.Account, told.Detail, told.Failures));
        Assert.Equal((created.UserId, created.SessionId), (told.UserId, told.SessionId));
        Assert.Equal("192.0.2.0/24", told.Client?.Network);
        Assert.Contains("why=pwd,7 ", Assert.Single(login.Host.Logs.Of("authn_login_successafterfail")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sign_ins_at_once_are_no_failures_of_each_other()
    {
        await using LoginHost login = await LoginHost.StartAsync();
        Task<LoginAnswer>? other = null;
        login.Host.Store.Before = async operation =>
        {
            // The second one is admitted while the first one is under way, and signs in before it.
            if (operation == StoreOperation.Create && other is null)
            {
                other = login.LogInAsync(LoginHost.Ben, "right");
                await other;
            }
        };

        Assert.Equal(LoginAnswer.In, await login.LogInAsync(LoginHost.Ben, "right"));
        Assert.Equal(LoginAnswer.In, await other!);
        login.Host.Store.Before = null;

        await login.LogInAsync(LoginHost.Ben);
        Assert.Equal(1, login.LastFailure.Failures);
        Assert.All(login.Of(SessionEventType.SignedInAfterFailures), static told => Assert.Equal(1, told.Failures));
    }

    [Fact]
    [Trait("Requirement", "FA-3")]
    [Trait("Requirement", "FA-5")]
    public async Task The_hundredth_failure_in_a_row_is_told_once()
    {
        await using LoginHost login = await LoginHost.StartAsync(static options => options.SignInAttempts.AccountFailures = 100);
        for (int i = 0; i < 99; i++)
            await login.LogInAsync(LoginHost.Ben, address: LoginHost.Address(i));
        Assert.Equal((99, false), (login.LastFailure.Failures, login.LastFailure.IsExhausted));
        Assert.Empty(login.Of(SessionEventType.SignInsExhausted));

        for (int i = 100; i < 103; i++)
        {
            login.Clock.Leap(TimeSpan.FromSeconds(30));
            Assert.Equal(LoginAnswer.Wrong, await login.LogInAsync(LoginHost.Ben, address: LoginHost.Address(i)));
            Assert.True(login.LastFailure.IsExhausted);
        }

        Assert.Equal((101, true), (login.LastAdmission.Failures, login.LastAdmission.IsExhausted));
        SecureSessionEvent told = Assert.Single(login.Of(SessionEventType.SignInsExhausted));
        Assert.Equal((LoginHost.Ben, "pwd", 100), (told.Account, told.Detail, told.Failures));
        Assert.Equal(102, login.Of(SessionEventType.SignInFailed).Count);
    }

    [Fact]
    [Trait("Requirement", "FA-3")]
    public async Task Consecutive_failures_do_not_grow_old_while_they_go_on()
    {
        await using LoginHost login = await LoginHost.StartAsync(static options => options.SignInAttempts.MaxConsecutiveFailures = 40);
        for (int i = 0; i < 40; i++)
        {
            await login.LogInAsync(LoginHost.Ben, address: LoginHost.Address(i));
            login.Clock.Leap(TimeSpan.FromHours(23));
        }

        Assert.Single(login.Of(SessionEventType.SignInsExhausted));
    }

    [Fact]
    public async Task A_failure_that_is_told_twice_is_one()
    {
        await using LoginHost login = await LoginHost.StartAsync();
        using Browser browser = login.NewBrowser();

        Assert.Equal(200, (int)(await browser.GetAsync("/fail-twice")).Status);

        Assert.Single(login.Of(SessionEventType.SignInFailed));
    }

    [Fact]
    public async Task An_attempt_that_was_refused_is_no_failure()
    {
        await using LoginHost login = await LoginHost.StartAsync();
        using Browser browser = login.NewBrowser();
        await login.FailAsync(LoginHost.Anna, 5);

        Assert.Equal(200, (int)(await browser.GetAsync("/refused-and-failed")).Status);

        Assert.Equal(5, login.Of(SessionEventType.SignInFailed).Count);
    }

    [Fact]
    public async Task A_failure_of_which_nobody_asked_before_is_an_error_that_says_so()
    {
        await using LoginHost login = await LoginHost.StartAsync();
        using Browser browser = login.NewBrowser();

        InvalidOperationException error =
            await Assert.ThrowsAsync<InvalidOperationException>(() => browser.GetAsync("/fail"));

        Assert.Contains("call AdmitAsync() before", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "LG-5")]
    public async Task A_name_cannot_begin_a_line_of_its_own()
    {
        await using LoginHost login = await LoginHost.StartAsync();
        await login.LogInAsync("eve\r\nsession_created: user=\"admin\"");

        Assert.Equal("eve??session_created: user=\"admin\"", Assert.Single(login.Of(SessionEventType.SignInFailed)).Account);
        Assert.Contains(
            "user=\"eve??session_created: user=\\\"admin\\\"\"",
            Assert.Single(login.Host.Logs.Of("authn_login_fail")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "FA-6")]
    public async Task One_source_that_fails_on_many_accounts_is_told_once()
    {
        await using LoginHost login = await LoginHost.StartAsync();
        for (int i = 0; i < 100; i++)
            await login.LogInAsync($"user{i}@example.org", address: LoginHost.Abroad);
        for (int i = 0; i < 30; i++)
            await login.LogInAsync($"user{i}@example.org", address: LoginHost.Home);

        SecureSessionEvent flood = Assert.Single(login.Of(SessionEventType.FloodDetected));
        Assert.Equal(("failed_sign_ins", LoginHost.Abroad), (flood.Detail, flood.Origin.Address));
    }
}
