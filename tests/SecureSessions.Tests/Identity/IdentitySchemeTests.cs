using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Identity;

/// <summary>One line beside what an app with Identity has already, before it or after it.</summary>
public sealed class IdentitySchemeTests
{
    private const string Password = "Wonderland-7-teapots";

    private readonly Script _script = new();

    public enum SchemeSetup
    {
        AddIdentity,
        AddDefaultIdentity,
    }

    [Theory]
    [InlineData(SchemeSetup.AddIdentity, true)]
    [InlineData(SchemeSetup.AddIdentity, false)]
    [InlineData(SchemeSetup.AddDefaultIdentity, true)]
    [InlineData(SchemeSetup.AddDefaultIdentity, false)]
    public async Task Identity_signs_in_to_sessions(SchemeSetup setup, bool identityFirst)
    {
        await using SessionHost host = await StartAsync(services => AddBoth(services, setup, identityFirst));
        using Browser browser = host.NewBrowser();
        await using (AsyncServiceScope scope = host.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            Assert.True((await users.CreateAsync(new AppUser { Id = "1", UserName = "alice" }, Password)).Succeeded);
        }

        SignInResult result = await _script.AskAsync(browser, static context =>
            context.RequestServices.GetRequiredService<SignInManager<AppUser>>().PasswordSignInAsync(
                "alice", Password, isPersistent: false, lockoutOnFailure: false));

        Assert.True(result.Succeeded);
        Assert.Equal(
            ("alice", "1"),
            await _script.AskAsync(browser, static context => (context.User.Identity?.Name, context.GetSecureSession().UserId)));
        Assert.Equal((1, true), (browser.Jar.Count, browser.Token is not null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Other_schemes_of_Identity_stay_cookies(bool identityFirst)
    {
        await using SessionHost host = await StartAsync(services => AddBoth(services, SchemeSetup.AddIdentity, identityFirst));
        var schemes = host.Services.GetRequiredService<IAuthenticationSchemeProvider>();

        string[] others =
        [
            IdentityConstants.ExternalScheme,
            IdentityConstants.TwoFactorUserIdScheme,
            IdentityConstants.TwoFactorRememberMeScheme,
        ];
        foreach (string name in others)
            Assert.Equal(typeof(CookieAuthenticationHandler), (await schemes.GetSchemeAsync(name))?.HandlerType);
    }

    [Theory]
    [InlineData(true, null, "/Account/Login")]
    [InlineData(true, "/mine", "/mine")]
    [InlineData(false, null, "/Account/Login")]
    public async Task The_login_page_of_Identity_is_taken_over_unless_there_is_one_of_the_apps(bool identityFirst, string? own, string page)
    {
        await using SessionHost host = await StartAsync(
            services => AddBoth(services, SchemeSetup.AddIdentity, identityFirst, options => options.LoginPath = own ?? options.LoginPath));

        Assert.Equal(page, SchemeOf(host).LoginPath);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_paths_of_ConfigureApplicationCookie_are_taken_over(bool identityFirst)
    {
        await using SessionHost host = await StartAsync(services =>
        {
            AddBoth(services, SchemeSetup.AddIdentity, identityFirst);
            services.ConfigureApplicationCookie(static cookie =>
                (cookie.LoginPath, cookie.LogoutPath, cookie.AccessDeniedPath, cookie.ReturnUrlParameter) = ("/in", "/out", "/no", "back"));
        });
        SecureSessionAuthenticationOptions scheme = SchemeOf(host);

        Assert.Equal(
            ("/in", "/out", "/no", "back"),
            (scheme.LoginPath.Value, scheme.LogoutPath.Value, scheme.AccessDeniedPath.Value, scheme.ReturnUrlParameter));
    }

    [Theory]
    [InlineData("ExpireTimeSpan", "AddSecureSessions(o => o.IdleTimeout = ...), and AbsoluteTimeout beside it")]
    [InlineData("SlidingExpiration", "AllowRefresh = false in the properties of a sign-in")]
    [InlineData("Cookie.Name", "AddSecureSessions(o => o.Cookie.Name = ...)")]
    [InlineData("Cookie.SameSite", "AddSecureSessions(o => o.Cookie.SameSite = ...)")]
    [InlineData("Cookie.HttpOnly", "nothing: the cookie of a session is always HttpOnly")]
    [InlineData("Events", "an ISecureSessionEventHandler for what has happened")]
    [InlineData("SessionStore", "the store that AddSecureSessions() is given")]
    public async Task Other_settings_of_the_cookie_of_Identity_are_refused_with_their_substitute(string setting, string substitute)
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(services =>
        {
            AddBoth(services, SchemeSetup.AddIdentity, identityFirst: true);
            services.ConfigureApplicationCookie(cookie => Set(cookie, setting));
        }));

        Assert.StartsWith(
            $"{setting} is set for the cookie of the scheme 'Identity.Application', which a session replaces.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains($", and use {substitute}", error.Message, StringComparison.Ordinal);
        Assert.Single(error.Failures);
    }

    [Fact]
    public async Task Settings_that_the_cookie_of_a_session_has_in_any_case_are_not_refused()
    {
        await using SessionHost host = await StartAsync(services =>
        {
            AddBoth(services, SchemeSetup.AddIdentity, identityFirst: true);
            services.ConfigureApplicationCookie(
                static cookie => (cookie.Cookie.HttpOnly, cookie.Cookie.SecurePolicy) = (true, CookieSecurePolicy.Always));
        });
    }

    private static void Set(CookieAuthenticationOptions cookie, string setting)
    {
        switch (setting)
        {
            case "ExpireTimeSpan": cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5); break;
            case "SlidingExpiration": cookie.SlidingExpiration = false; break;
            case "Cookie.Name": cookie.Cookie.Name = "mine"; break;
            case "Cookie.SameSite": cookie.Cookie.SameSite = SameSiteMode.Strict; break;
            case "Cookie.HttpOnly": cookie.Cookie.HttpOnly = false; break;
            case "Events": cookie.Events.OnSigningIn = static context => Task.CompletedTask; break;
            case "SessionStore": cookie.SessionStore = new NoTicketStore(); break;
            default: throw new ArgumentException(setting, nameof(setting));
        }
    }

    private static void AddBoth(
        IServiceCollection services, SchemeSetup setup, bool identityFirst, Action<SecureSessionAuthenticationOptions>? configure = null)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        if (!identityFirst)
            services.AddAuthentication().AddSecureSession(IdentityConstants.ApplicationScheme, configure);
        AddIdentity(services, setup);
        if (identityFirst)
            services.AddAuthentication().AddSecureSession(IdentityConstants.ApplicationScheme, configure);
    }

    private static void AddIdentity(IServiceCollection services, SchemeSetup setup)
    {
        services.AddSingleton<IUserStore<AppUser>, InMemoryUserStore>();
        if (setup == SchemeSetup.AddIdentity)
        {
            services.AddSingleton<IRoleStore<IdentityRole>, NoRoleStore>();
            services.AddIdentity<AppUser, IdentityRole>();
            return;
        }

        // What AddDefaultIdentity() does, but for its pages, which are a package of their own.
        services.AddAuthentication(
            static options =>
                (options.DefaultScheme, options.DefaultSignInScheme) = (
                    IdentityConstants.ApplicationScheme, IdentityConstants.ExternalScheme))
            .AddIdentityCookies();
        services.AddIdentityCore<AppUser>().AddSignInManager();
    }

    private static SecureSessionAuthenticationOptions SchemeOf(SessionHost host) =>
        host.Services.GetRequiredService<IOptionsMonitor<SecureSessionAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);

    private Task<SessionHost> StartAsync(Action<IServiceCollection> configure) => SessionHost.StartAsync(new SessionHostSettings
    {
        ConfigureServices = configure,
        Map = app => _script.Map(app),
    });
}
