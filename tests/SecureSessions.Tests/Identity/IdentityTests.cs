using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Identity;

/// <summary>ASP.NET Core Identity signs in to our sessions; its two-factor and external schemes stay the cookies that they are.</summary>
public sealed class IdentityTests : IAsyncLifetime
{
    private const string Password = "Wonderland-7-teapots";

    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureSessions = static sessions => sessions.AddIdentitySessions(),
            ConfigureServices = AddIdentity,
            Map = app => _script.Map(app),
        });
        _browser = _host.NewBrowser();
        await using AsyncServiceScope scope = _host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        Assert.True((await users.CreateAsync(new AppUser { Id = "1", UserName = "alice", LockoutEnabled = true }, Password)).Succeeded);
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task PasswordSignInAsync_signs_in_to_a_new_session()
    {
        string before = await _script.AskAsync(_browser, context => { context.Session.SetString("a", "1"); return context.Session.Id; });

        Assert.True((await SignInAsync(Password)).Succeeded);

        (string? name, string? amr, string? userId, string id) = await _script.AskAsync(_browser, context =>
            (context.User.Identity?.Name, context.User.FindFirstValue("amr"), context.GetSecureSession().UserId, context.Session.Id));
        Assert.Equal(("alice", "pwd", "1"), (name, amr, userId));
        Assert.NotEqual(before, id);
        Assert.Equal(1, _browser.Jar.Count);
    }

    [Fact]
    public async Task A_wrong_password_signs_nobody_in_and_the_third_locks_the_account()
    {
        Assert.False((await SignInAsync("wrong")).Succeeded);
        Assert.False((await SignInAsync("wrong")).Succeeded);

        Assert.True((await SignInAsync("wrong")).IsLockedOut);
        Assert.True((await SignInAsync(Password)).IsLockedOut);
        Assert.Null(_browser.Token);
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task SignOutAsync_ends_the_session()
    {
        await SignInAsync(Password);
        using Browser thief = _browser.Copy();

        await _script.RunAsync(_browser, context => SignInManager(context).SignOutAsync());

        Assert.Equal((null, null), (_browser.Token, await UserAsync(thief)));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    [Trait("Requirement", "TO-2")]
    public async Task RefreshSignInAsync_changes_the_session_in_place_under_a_new_secret_with_its_values_and_its_absolute_deadline()
    {
        await SignInAsync(Password);
        using Browser thief = _browser.Copy();
        (string Id, DateTimeOffset? Deadline) before = await _script.AskAsync(_browser, context =>
        {
            context.Session.SetString("basket", "3");
            return (context.Session.Id, context.GetSecureSession().AbsoluteExpiresAt);
        });
        _host.Clock.Advance(TimeSpan.FromMinutes(10));

        await _script.RunAsync(
            _browser, async context => await SignInManager(context).RefreshSignInAsync((await UserManager(context).FindByIdAsync("1"))!));

        Assert.Equal((null, "alice"), (await UserAsync(thief), await UserAsync(_browser)));
        Assert.Equal("3", await _script.AskAsync(_browser, context => context.Session.GetString("basket")));
        Assert.Equal(
            before, await _script.AskAsync(_browser, context => (context.Session.Id, context.GetSecureSession().AbsoluteExpiresAt)));
    }

    [Fact]
    [Trait("Requirement", "SU-5")]
    public async Task RefreshSignInAsync_ten_times_is_no_authentication()
    {
        await SignInAsync(Password);
        DateTimeOffset signedInAt = _host.Clock.GetUtcNow();
        for (int i = 0; i < 10; i++)
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(1));
            await _script.RunAsync(
                _browser,
                async context => await SignInManager(context).RefreshSignInAsync((await UserManager(context).FindByIdAsync("1"))!));
        }

        SessionAuthentication authentication = (await _script.AskAsync(_browser, context => context.GetSecureSession().Authentication))!;
        Assert.Equal((signedInAt, "pwd"), (authentication.At, Assert.Single(authentication.Methods)));
    }

    [Fact]
    public async Task ValidateSecurityStampAsync_finds_the_user_until_the_stamp_changes()
    {
        await SignInAsync(Password);
        Assert.NotNull(await ValidateAsync());

        await _script.RunAsync(_browser, async context =>
            await UserManager(context).ChangePasswordAsync(
                (await UserManager(context).FindByIdAsync("1"))!, Password, "Orchard-4-lanterns"));

        Assert.Null(await ValidateAsync());
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_change_made_elsewhere_reaches_the_session_and_how_the_user_signed_in_stays()
    {
        await SignInAsync(Password);
        await ChangeElsewhereAsync(static async (users, user) => await users.SetUserNameAsync(user, "alicia"), keepStamp: true);

        (string? name, string? amr) = await _script.AskAsync(
            _browser, context => (context.User.Identity?.Name, context.User.FindFirstValue("amr")));

        Assert.Equal(("alicia", "pwd"), (name, amr));
    }

    [Fact]
    [Trait("Requirement", "TM-4")]
    public async Task A_change_of_password_made_elsewhere_ends_the_session_with_its_next_request()
    {
        await SignInAsync(Password);

        await ChangeElsewhereAsync(static async (users, user) => await users.ChangePasswordAsync(user, Password, "Orchard-4-lanterns"));

        Assert.Null(await UserAsync(_browser));
        Assert.Equal(SessionEndReason.Revoked, Assert.Single(await _host.Manager.HistoryAsync("1")).Reason);
    }

    [Fact]
    [Trait("Requirement", "CK-6")]
    public async Task Remember_me_makes_the_cookie_persistent()
    {
        await SignInAsync(Password, remember: true);

        Assert.Equal("2592000", _browser.Jar[SecureSessionDefaults.CookieName]?.MaxAge);
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_by_cookie_and_only_then_the_session_is_the_users()
    {
        await _script.RunAsync(
            _browser,
            async context => await UserManager(context).SetTwoFactorEnabledAsync((await UserManager(context).FindByIdAsync("1"))!, true));

        Assert.True((await SignInAsync(Password)).RequiresTwoFactor);
        Assert.Null(await UserAsync(_browser));
        SignInResult result = await _script.AskAsync(_browser, context =>
            SignInManager(context).TwoFactorSignInAsync(
                AlwaysRightTokenProvider.Name, AlwaysRightTokenProvider.Code, isPersistent: false, rememberClient: false));

        Assert.True(result.Succeeded);
        Assert.Equal("alice", await UserAsync(_browser));
        Assert.Equal(1, _browser.Jar.Count);
    }

    private async Task ChangeElsewhereAsync(Func<UserManager<AppUser>, AppUser, Task<IdentityResult>> change, bool keepStamp = false)
    {
        await using AsyncServiceScope scope = _host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        AppUser user = (await users.FindByIdAsync("1"))!;
        string? stamp = user.SecurityStamp;
        Assert.True((await change(users, user)).Succeeded);
        if (keepStamp)
            user.SecurityStamp = stamp;
        await _host.Manager.RequireRefreshAsync("1");
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        AuthenticationBuilder authentication = services.AddAuthentication(IdentityConstants.ApplicationScheme);
        authentication
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme)
            .AddCookie(IdentityConstants.TwoFactorRememberMeScheme)
            .AddCookie(IdentityConstants.ExternalScheme);
        services.AddSingleton<IUserStore<AppUser>, InMemoryUserStore>();
        services.AddIdentityCore<AppUser>(static options => options.Lockout.MaxFailedAccessAttempts = 3)
            .AddSignInManager()
            .AddTokenProvider<AlwaysRightTokenProvider>(AlwaysRightTokenProvider.Name);
    }

    private Task<SignInResult> SignInAsync(string password, bool remember = false) =>
        _script.AskAsync(
            _browser, context => SignInManager(context).PasswordSignInAsync("alice", password, remember, lockoutOnFailure: true));

    private Task<AppUser?> ValidateAsync() =>
        _script.AskAsync(_browser, context => SignInManager(context).ValidateSecurityStampAsync(context.User));

    private Task<string?> UserAsync(Browser browser) => _script.AskAsync(browser, context => context.User.Identity?.Name);

    private static SignInManager<AppUser> SignInManager(HttpContext context) =>
        context.RequestServices.GetRequiredService<SignInManager<AppUser>>();

    private static UserManager<AppUser> UserManager(HttpContext context) =>
        context.RequestServices.GetRequiredService<UserManager<AppUser>>();
}
