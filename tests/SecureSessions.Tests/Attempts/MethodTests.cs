using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Attempts;

/// <summary>Each method of authentication is counted by itself.</summary>
public sealed class MethodTests : IAsyncLifetime
{
    private LoginHost _login = null!;

    public async Task InitializeAsync() => _login = await LoginHost.StartAsync();

    public async Task DisposeAsync() => await _login.DisposeAsync();

    [Fact]
    [Trait("Requirement", "FA-3")]
    public async Task Who_knows_the_password_cannot_guess_codes_for_ever()
    {
        int guesses = 0;
        for (int second = 0; second < 600; second++)
        {
            Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Anna, "right"));
            if (await _login.LogInAsync(LoginHost.Anna, method: "otp") == LoginAnswer.Wrong)
                guesses++;
            _login.Clock.Leap(TimeSpan.FromSeconds(1));
        }

        // The waits are 1, 2, 4 ... 256 seconds after the fifth.
        Assert.Equal(14, guesses);
        Assert.Equal(14, _login.LastFailure.Failures);
    }

    [Fact]
    public async Task Who_types_a_wrong_password_before_the_code_is_not_kept_waiting_for_it()
    {
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 4; i++)
                Assert.Equal(LoginAnswer.Wrong, await _login.LogInAsync(LoginHost.Anna));
            Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Anna, "right"));
            Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Anna, "right", method: "otp"));
        }
    }

    [Fact]
    [Trait("Requirement", "FA-5")]
    public async Task A_right_password_after_wrong_ones_is_told_before_the_code_has_come()
    {
        await _login.FailAsync(LoginHost.Anna, 3);
        await _login.LogInAsync(LoginHost.Anna, "right");

        SecureSessionEvent told = Assert.Single(_login.Of(SessionEventType.SignedInAfterFailures));
        Assert.Equal((LoginHost.Anna, "pwd", 3), (told.Account, told.Detail, told.Failures));
        Assert.Equal((null, null), (told.UserId, told.SessionId));
    }

    [Fact]
    [Trait("Requirement", "FA-2")]
    public async Task A_network_is_known_by_a_sign_in_that_is_complete_and_not_by_a_password_alone()
    {
        await _login.LogInAsync(LoginHost.Anna, "right", LoginHost.Abroad);
        await _login.LogInAsync(LoginHost.Anna, "right", LoginHost.Home, "otp");
        for (int i = 0; i < 20; i++)
            await _login.LogInAsync(LoginHost.Anna, address: LoginHost.Address(i));

        Assert.Equal(LoginAnswer.Wait(30), await _login.LogInAsync(LoginHost.Anna, "right", LoginHost.Abroad));
        Assert.Equal(LoginAnswer.In, await _login.LogInAsync(LoginHost.Anna, "right", LoginHost.Home));
    }

    [Fact]
    public async Task A_step_up_forgets_the_failures_of_its_method_as_a_sign_in_does()
    {
        using Browser browser = _login.NewBrowser();
        await LoginHost.LogInAsync(browser, LoginHost.Ben, "right");
        await _login.FailAsync(LoginHost.Ben, 4);

        Assert.Equal(200, (int)(await browser.GetAsync("/confirm")).Status);

        Assert.Single(_login.Of(SessionEventType.SteppedUp));
        SecureSessionEvent told = Assert.Single(_login.Of(SessionEventType.SignedInAfterFailures));
        Assert.Equal((4, $"id of {LoginHost.Ben}"), (told.Failures, told.UserId));
        for (int i = 0; i < 4; i++)
            Assert.Equal(LoginAnswer.Wrong, await _login.LogInAsync(LoginHost.Ben));
    }
}
