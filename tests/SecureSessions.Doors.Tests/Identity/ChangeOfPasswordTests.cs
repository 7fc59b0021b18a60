using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Identity;

/// <summary>Who changes the password signs out whoever had the old one.</summary>
public sealed class ChangeOfPasswordTests : IAsyncLifetime
{
    private IdentityApp _app = null!;

    [Fact]
    [Trait("Requirement", "TM-4")]
    public async Task A_change_of_password_keeps_its_own_session_and_signs_the_other_browsers_out_at_once()
    {
        using Browser own = await _app.RegisterAsync();
        using Browser other = await _app.SignInAsync();
        using Browser stranger = await _app.RegisterAsync("bob@example.org");
        string before = own.Token!;

        Page page = await IdentityApp.ChangePasswordAsync(own);

        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Equal("nobody", await IdentityApp.UserAsync(other));
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(own));
        Assert.Equal("bob@example.org", await IdentityApp.UserAsync(stranger));
        Assert.NotEqual(before, own.Token);
        Assert.Single(await _app.SessionsAsync());
    }

    [Fact]
    public async Task The_session_that_changed_the_password_outlives_the_next_validation()
    {
        using Browser own = await _app.RegisterAsync();
        await IdentityApp.ChangePasswordAsync(own);

        _app.Host.Clock.Leap(TimeSpan.FromMinutes(15));
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(own));
        _app.Host.Clock.Leap(TimeSpan.FromMinutes(16));

        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(own));
    }

    [Fact]
    public async Task A_wrong_old_password_ends_nothing()
    {
        using Browser own = await _app.RegisterAsync();
        using Browser other = await _app.SignInAsync();

        Page page = await IdentityApp.SubmitAsync(own, "/Identity/Account/Manage/ChangePassword", new()
        {
            ["Input.OldPassword"] = "wrong",
            ["Input.NewPassword"] = IdentityApp.NewPassword,
            ["Input.ConfirmPassword"] = IdentityApp.NewPassword,
        });

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(other));
    }

    [Fact]
    public async Task A_refresh_of_the_sign_in_without_a_new_stamp_ends_no_other_session()
    {
        using Browser own = await _app.RegisterAsync();
        using Browser other = await _app.SignInAsync();

        Page page = await IdentityApp.SubmitAsync(own, "/Identity/Account/Manage", new() { ["Input.PhoneNumber"] = "" });

        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(other));
    }

    [Fact]
    [Trait("Requirement", "TM-4")]
    public async Task A_password_that_was_reset_ends_all_sessions_at_their_next_validation_and_not_before()
    {
        using Browser browser = await _app.RegisterAsync();
        _app.Host.Clock.Leap(TimeSpan.FromMinutes(15));
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(browser));
        Assert.True((await ResetPasswordAsync()).Succeeded);

        _app.Host.Clock.Leap(TimeSpan.FromMinutes(15));
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(browser));
        _app.Host.Clock.Leap(TimeSpan.FromSeconds(1));

        Assert.Equal("nobody", await IdentityApp.UserAsync(browser));
        Assert.Null(browser.Token);
        Assert.Empty(await _app.SessionsAsync());
    }

    [Fact]
    public async Task A_deleted_account_has_no_session_in_another_browser_after_the_next_validation()
    {
        using Browser own = await _app.RegisterAsync();
        using Browser other = await _app.SignInAsync();

        Page page = await IdentityApp.SubmitAsync(
            own, "/Identity/Account/Manage/DeletePersonalData", new() { ["Input.Password"] = IdentityApp.Password });
        Assert.Equal((HttpStatusCode.Redirect, "nobody"), (page.Status, await IdentityApp.UserAsync(own)));
        _app.Host.Clock.Leap(TimeSpan.FromMinutes(15));
        await IdentityApp.UserAsync(other);
        _app.Host.Clock.Leap(TimeSpan.FromMinutes(16));

        Assert.Equal("nobody", await IdentityApp.UserAsync(other));
    }

    [Fact]
    public async Task With_a_store_that_lists_no_users_the_other_sessions_end_at_their_next_validation()
    {
        await using IdentityApp app = await IdentityApp.StartAsync(
            configure: static services => services.AddDistributedMemoryCache().AddSecureSessions().AddDistributedCacheStore());
        using Browser own = await app.RegisterAsync();
        using Browser other = await app.SignInAsync();

        Assert.Equal(HttpStatusCode.Redirect, (await IdentityApp.ChangePasswordAsync(own)).Status);
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(other));
        app.Host.Clock.Leap(TimeSpan.FromMinutes(15));
        await IdentityApp.UserAsync(own);
        await IdentityApp.UserAsync(other);
        app.Host.Clock.Leap(TimeSpan.FromMinutes(16));

        Assert.Equal(("ada@example.org", "nobody"), (await IdentityApp.UserAsync(own), await IdentityApp.UserAsync(other)));
    }

    public async Task InitializeAsync() => _app = await IdentityApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private Task<IdentityResult> ResetPasswordAsync() => _app.WithUsersAsync(static async (users, user) =>
        await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), IdentityApp.NewPassword));
}
