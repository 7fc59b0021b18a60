using System.Net;
using Microsoft.AspNetCore.Identity;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Identity;

/// <summary>Roles that are given and second factors that are asked for.</summary>
public sealed class PrivilegeTests : IAsyncLifetime
{
    private IdentityApp _app = null!;

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task RequireRefreshAsync_gives_a_session_its_new_role_at_its_next_request()
    {
        using Browser registered = await _app.RegisterAsync();
        using Browser browser = await _app.SignInAsync();
        await _app.InScopeAsync<RoleManager<IdentityRole>, IdentityResult>(static roles => roles.CreateAsync(new IdentityRole("admin")));
        string id = await _app.WithUsersAsync(static async (users, user) =>
        {
            await users.AddToRoleAsync(user, "admin");
            return user.Id;
        });
        Assert.Equal("false", (await browser.GetAsync("/admin")).Body);

        await _app.Host.Manager.RequireRefreshAsync(id);

        Assert.Equal("true", (await browser.GetAsync("/admin")).Body);
        Assert.Equal("pwd", (await browser.GetAsync("/claim/amr")).Body);
    }

    [Fact]
    public async Task RequireRefreshAsync_ends_the_sessions_of_a_user_with_a_new_stamp()
    {
        using Browser browser = await _app.RegisterAsync();
        string id = await _app.WithUsersAsync(static async (users, user) =>
        {
            await users.UpdateSecurityStampAsync(user);
            return user.Id;
        });

        await _app.Host.Manager.RequireRefreshAsync(id);

        Assert.Equal("nobody", await IdentityApp.UserAsync(browser));
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_by_a_cookie_of_Identity_and_only_then_there_is_a_session()
    {
        using Browser registered = await _app.RegisterAsync();
        string code = await _app.WithUsersAsync(static async (users, user) =>
        {
            await users.ResetAuthenticatorKeyAsync(user);
            await users.SetTwoFactorEnabledAsync(user, true);
            return (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 1))!.Single();
        });
        using Browser browser = _app.Host.NewBrowser();

        Page page = await IdentityApp.LogInAsync(browser);

        Assert.StartsWith("/Identity/Account/LoginWith2fa", page.Header("Location"), StringComparison.Ordinal);
        Assert.NotNull(browser.Jar["Identity.TwoFactorUserId"]);
        Assert.Equal((null, "nobody"), (browser.Token, await IdentityApp.UserAsync(browser)));
        page = await IdentityApp.SubmitAsync(
            browser, "/Identity/Account/LoginWithRecoveryCode", new() { ["Input.RecoveryCode"] = code });

        Assert.Equal((HttpStatusCode.Redirect, "ada@example.org"), (page.Status, await IdentityApp.UserAsync(browser)));
        Assert.Null(browser.Jar["Identity.TwoFactorUserId"]);
    }

    public async Task InitializeAsync() => _app = await IdentityApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
