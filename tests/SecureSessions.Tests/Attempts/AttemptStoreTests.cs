using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Attempts;

/// <summary>What attempts to sign in ask of the store, and what becomes of them when it fails or cannot count.</summary>
public sealed class AttemptStoreTests
{
    [Fact]
    public async Task A_failure_costs_one_call_a_sign_in_two_and_a_request_that_makes_no_attempt_none()
    {
        await using LoginHost login = await LoginHost.StartAsync();
        using Browser browser = login.NewBrowser();
        await LoginHost.LogInAsync(browser, LoginHost.Ben);
        Assert.Equal([StoreOperation.CountAttempt], login.Host.Store.Calls);

        await LoginHost.LogInAsync(browser, LoginHost.Ben, "right");
        Assert.Equal(
            [StoreOperation.CountAttempt, StoreOperation.CountAttempt, StoreOperation.ForgetAttempts],
            login.Host.Store.Calls.Where(static call => call >= StoreOperation.CountAttempt));

        login.Host.Store.ForgetCalls();
        await browser.GetAsync("/who");
        await browser.GetAsync("/sign-in/carl");
        Assert.DoesNotContain(login.Host.Store.Calls, static call => call >= StoreOperation.CountAttempt);
    }

    [Theory]
    [Trait("Requirement", "ST-5")]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.ThrowsLater)]
    [InlineData(StoreFault.ThrowsAfterDoing)]
    [InlineData(StoreFault.Hangs)]
    public async Task While_the_store_cannot_count_no_password_is_looked_at(StoreFault fault)
    {
        await using LoginHost login = await LoginHost.StartAsync();
        login.Host.Store.Fail(fault, StoreOperation.CountAttempt);

        LoginAnswer answer = await login.Host.WhileTimePassesAsync(login.LogInAsync(LoginHost.Ben, "right"));

        Assert.Equal(new LoginAnswer(503, 5), answer);
        Assert.Equal(0, login.LookedAt);
        Assert.Equal("CountAttempt failed at the session store", Assert.Single(login.Host.Logs.Of("session_store_fail")).Message);
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.Hangs)]
    public async Task A_sign_in_stands_though_the_store_does_not_forget_the_failures_and_is_told(StoreFault fault)
    {
        await using LoginHost login = await LoginHost.StartAsync();
        await login.FailAsync(LoginHost.Ben, 2);
        login.Host.Store.Fail(fault, StoreOperation.ForgetAttempts);

        Assert.Equal(LoginAnswer.In, await login.Host.WhileTimePassesAsync(login.LogInAsync(LoginHost.Ben, "right")));

        Assert.Equal(2, Assert.Single(login.Of(SessionEventType.SignedInAfterFailures)).Failures);
        await login.LogInAsync(LoginHost.Ben);
        Assert.Equal(4, login.LastFailure.Failures);
    }

    [Fact]
    public async Task A_right_password_before_a_second_factor_is_answered_503_if_the_store_fails()
    {
        await using LoginHost login = await LoginHost.StartAsync();
        login.Host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.ForgetAttempts);

        Assert.Equal(new LoginAnswer(503, 5), await login.LogInAsync(LoginHost.Anna, "right"));
    }

    [Fact]
    public async Task A_store_without_counters_counts_a_node_by_itself_and_says_so_once()
    {
        await using LoginHost login = await LoginHost.StartAsync(
            configureSessions: static sessions => sessions.AddDistributedCacheStore(),
            configureServices: static services => services.AddDistributedMemoryCache(static cache => cache.SizeLimit = null));
        for (int i = 0; i < 5; i++)
            Assert.Equal(LoginAnswer.Wrong, await login.LogInAsync(LoginHost.Ben));

        Assert.Equal(LoginAnswer.Wait(1), await login.LogInAsync(LoginHost.Ben));
        login.Clock.Leap(TimeSpan.FromSeconds(1));
        Assert.Equal(LoginAnswer.In, await login.LogInAsync(LoginHost.Ben, "right"));
        Assert.Equal(5, Assert.Single(login.Of(SessionEventType.SignedInAfterFailures)).Failures);
        Assert.Single(
            login.Host.Logs.Of("session_store_weak"),
            static line => line.Message.StartsWith("The session store counts no attempts to sign in", StringComparison.Ordinal));
    }
}
