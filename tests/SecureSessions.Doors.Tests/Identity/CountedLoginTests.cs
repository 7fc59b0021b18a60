using System.Net;
using Microsoft.AspNetCore.Identity;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Identity;

/// <summary>A login page that asks before <c>PasswordSignInAsync</c> and tells what came of it.</summary>
public sealed class CountedLoginTests : IAsyncLifetime
{
    private IdentityApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await IdentityApp.StartAsync();
        using Browser registered = await _app.RegisterAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    [Trait("Requirement", "FA-1")]
    [Trait("Requirement", "FA-5")]
    public async Task Wrong_passwords_slow_down_the_right_one_which_then_signs_in_and_forgets_them()
    {
        for (int i = 0; i < 5; i++)
            Assert.Equal("Failed", (await LogInAsync("wrong")).Body);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await LogInAsync(IdentityApp.Password)).Status);
        _app.Host.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("Succeeded", (await LogInAsync(IdentityApp.Password)).Body);

        SecureSessionEvent told = Assert.Single(_app.Host.Events.Of(SessionEventType.SignedInAfterFailures));
        Assert.Equal((5, "ada@example.org"), (told.Failures, told.Account));
        Assert.Equal(await _app.WithUsersAsync(static (_, user) => Task.FromResult(user.Id)), told.UserId);
        Assert.Equal("Failed", (await LogInAsync("wrong")).Body);
    }

    [Fact]
    [Trait("Requirement", "FA-3")]
    public async Task A_right_password_before_a_second_factor_is_no_failure()
    {
        await _app.WithUsersAsync(static async (users, user) =>
        {
            await users.ResetAuthenticatorKeyAsync(user);
            return await users.SetTwoFactorEnabledAsync(user, enabled: true);
        });

        for (int i = 0; i < 10; i++)
            Assert.Equal("RequiresTwoFactor", (await LogInAsync(IdentityApp.Password)).Body);
        Assert.Empty(_app.Host.Events.Of(SessionEventType.SignInFailed));
    }

    [Fact]
    [Trait("Requirement", "FA-4")]
    public async Task A_user_that_there_is_not_gets_the_same_answers()
    {
        for (int i = 0; i < 7; i++)
        {
            Page known = await LogInAsync("wrong");
            Page unknown = await LogInAsync("wrong", "nobody@example.org");
            Assert.Equal((known.Status, known.Body), (unknown.Status, unknown.Body));
        }
    }

    private async Task<Page> LogInAsync(string password, string email = "ada@example.org")
    {
        using Browser browser = _app.Host.NewBrowser();
        return await browser.PostAsync(
            "/counted-login", new Dictionary<string, string> { ["email"] = email, ["password"] = password });
    }
}
