using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Identity;

/// <summary>The verb works before and after every verb of Identity.</summary>
public sealed class SetupTests
{
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    [Theory]
    [InlineData(IdentitySetup.AddDefaultIdentity, true)]
    [InlineData(IdentitySetup.AddDefaultIdentity, false)]
    [InlineData(IdentitySetup.AddIdentity, true)]
    [InlineData(IdentitySetup.AddIdentity, false)]
    public async Task The_pages_of_Identity_sign_in_to_a_session_and_out_of_it(IdentitySetup setup, bool verbFirst)
    {
        await using IdentityApp app = await IdentityApp.StartAsync(setup, verbFirst);
        using Browser registered = await app.RegisterAsync();
        using Browser browser = await app.SignInAsync();
        using Browser copy = browser.Copy();

        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(browser));
        Assert.Null(browser.Jar[".AspNetCore.Identity.Application"]);
        Page page = await IdentityApp.SubmitAsync(browser, "/Identity/Account/Logout", []);

        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Equal("nobody", await IdentityApp.UserAsync(copy));
    }

    [Theory]
    [InlineData(IdentitySetup.AddDefaultIdentity, true)]
    [InlineData(IdentitySetup.AddIdentity, false)]
    public async Task A_page_that_needs_a_user_sends_to_the_login_page_of_Identity(IdentitySetup setup, bool verbFirst)
    {
        await using IdentityApp app = await IdentityApp.StartAsync(setup, verbFirst);
        using Browser browser = app.Host.NewBrowser();

        Page page = await browser.GetAsync("/Identity/Account/Manage", ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Equal("/Identity/Account/Login", new Uri(page.Header("Location")).AbsolutePath);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_API_of_Identity_signs_in_to_a_session_where_cookies_are_asked_for(bool verbFirst)
    {
        await using IdentityApp app = await IdentityApp.StartAsync(IdentitySetup.AddIdentityApiEndpoints, verbFirst);
        using Browser browser = app.Host.NewBrowser();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(browser, "/register")).Status);

        Page page = await PostAsync(browser, "/login?useCookies=true");

        Assert.Equal((HttpStatusCode.OK, ""), (page.Status, page.Body));
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(browser));
        Assert.True(Assert.Single(await app.SessionsAsync()).IsRemembered);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/manage/info")).Status);
    }

    [Fact]
    public async Task The_API_of_Identity_remembers_nobody_with_session_cookies()
    {
        await using IdentityApp app = await IdentityApp.StartAsync(IdentitySetup.AddIdentityApiEndpoints);
        using Browser browser = app.Host.NewBrowser();
        await PostAsync(browser, "/register");

        await PostAsync(browser, "/login?useSessionCookies=true");

        Assert.False(Assert.Single(await app.SessionsAsync()).IsRemembered);
    }

    [Fact]
    public async Task The_API_of_Identity_answers_with_bearer_tokens_and_no_session_where_nobody_asks_for_cookies()
    {
        await using IdentityApp app = await IdentityApp.StartAsync(IdentitySetup.AddIdentityApiEndpoints);
        using Browser browser = app.Host.NewBrowser();
        await PostAsync(browser, "/register");

        Page page = await PostAsync(browser, "/login");
        string token = JsonDocument.Parse(page.Body).RootElement.GetProperty("accessToken").GetString()!;

        Assert.Equal((null, HttpStatusCode.Unauthorized), (browser.Token, (await browser.GetAsync("/manage/info")).Status));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/manage/info", ("Authorization", $"Bearer {token}"))).Status);
        Assert.Empty(await app.SessionsAsync());
    }

    [Fact]
    public async Task A_change_of_password_by_the_API_signs_nobody_in_anew_so_that_its_own_session_ends_at_its_next_validation_too()
    {
        await using IdentityApp app = await IdentityApp.StartAsync(IdentitySetup.AddIdentityApiEndpoints);
        using Browser browser = app.Host.NewBrowser();
        await PostAsync(browser, "/register");
        await PostAsync(browser, "/login?useCookies=true");

        Page page = await browser.SendAsync(HttpMethod.Post, "/manage/info", JsonContent.Create(
            new { oldPassword = IdentityApp.Password, newPassword = IdentityApp.NewPassword }, options: Json));
        Assert.Equal((HttpStatusCode.OK, "ada@example.org"), (page.Status, await IdentityApp.UserAsync(browser)));
        app.Host.Clock.Leap(TimeSpan.FromMinutes(31));

        Assert.Equal("nobody", await IdentityApp.UserAsync(browser));
    }

    [Theory]
    [InlineData(IdentitySetup.AddDefaultIdentity, true)]
    [InlineData(IdentitySetup.AddIdentity, false)]
    [InlineData(IdentitySetup.AddIdentityApiEndpoints, true)]
    public async Task The_schemes_for_two_factors_and_external_providers_stay_cookies(IdentitySetup setup, bool verbFirst)
    {
        await using IdentityApp app = await IdentityApp.StartAsync(setup, verbFirst);
        var schemes = app.Host.Services.GetRequiredService<IAuthenticationSchemeProvider>();

        string[] others =
        [
            IdentityConstants.ExternalScheme,
            IdentityConstants.TwoFactorUserIdScheme,
            IdentityConstants.TwoFactorRememberMeScheme,
        ];
        foreach (string name in others)
            Assert.Equal(typeof(CookieAuthenticationHandler), (await schemes.GetSchemeAsync(name))?.HandlerType);
    }

    [Fact]
    public async Task Two_calls_of_the_verb_are_as_one()
    {
        await using IdentityApp app = await IdentityApp.StartAsync(
            configure: static services => services.AddSecureSessions().AddIdentitySessions());

        Assert.Single(app.Host.Services.CreateScope().ServiceProvider.GetServices<ISessionValidator>());
    }

    [Fact]
    public async Task Without_Identity_the_app_does_not_start_and_says_what_to_call()
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => SessionHost.StartAsync(
            new SessionHostSettings { ConfigureSessions = static sessions => sessions.AddIdentitySessions() }));

        Assert.Equal(
            "AddIdentitySessions() needs ASP.NET Core Identity. Call AddIdentity(), AddDefaultIdentity() or AddIdentityApiEndpoints() as "
            + "well, or AddIdentityCore().AddSignInManager().",
            Assert.Single(error.Failures));
    }

    private static async Task<Page> PostAsync(Browser browser, string path) => await browser.SendAsync(
        HttpMethod.Post, path, JsonContent.Create(new { email = "ada@example.org", password = IdentityApp.Password }, options: Json));
}
