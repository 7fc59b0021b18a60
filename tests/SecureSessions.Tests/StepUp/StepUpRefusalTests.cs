using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.StepUp;

/// <summary>A user whose authentication is too old or too weak is asked to authenticate again, and no other user is.</summary>
public sealed class StepUpRefusalTests
{
    private const string Error = "Bearer error=\"insufficient_user_authentication\", error_description=\"";

    [Theory]
    [Trait("Requirement", "SU-4")]
    [InlineData("/api/email", "A more recent authentication is required\", max_age=\"300\"")]
    [InlineData("/api/keys", "A higher level of authentication is required\", acr_values=\"aal2\"")]
    [InlineData("/api/pay", "A more recent authentication, of a certain level, is required\", acr_values=\"aal2\", max_age=\"300\"")]
    [InlineData("/api/both", "A more recent authentication, of a certain level, is required\", acr_values=\"aal2\", max_age=\"60\"")]
    public async Task An_api_client_gets_401_with_the_challenge(string path, string challenge)
    {
        await using SessionHost host = await SessionHost.StartAsync(GuardedApp.Settings());
        using Browser browser = await StaleAsync(host);

        Page page = await browser.GetAsync(path);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, Error + challenge, "no-store"),
            (page.Status, page.Header("WWW-Authenticate"), page.Header("Cache-Control")));
        Assert.StartsWith("https://localhost/confirm?back=", page.Header("Location"), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requirement", "SU-4")]
    [InlineData("/email")]
    [InlineData("/controller/email")]
    public async Task A_script_gets_the_same_challenge_as_an_api_client(string path)
    {
        await using SessionHost host = await SessionHost.StartAsync(GuardedApp.Settings());
        using Browser browser = await StaleAsync(host);

        Page page = await browser.GetAsync(path, ("X-Requested-With", "XMLHttpRequest"));

        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        Assert.StartsWith(Error, page.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requirement", "SU-4")]
    [InlineData("/email", "%2Femail&max_age=300")]
    [InlineData("/keys", "%2Fkeys&acr_values=aal2")]
    [InlineData("/pay?amount=5&to=b%20c", "%2Fpay%3Famount%3D5%26to%3Db%2520c&acr_values=aal2&max_age=300")]
    [InlineData("/controller/keys", "%2Fcontroller%2Fkeys&acr_values=aal2&max_age=300")]
    public async Task A_browser_is_sent_to_authenticate_again_and_back(string path, string back)
    {
        await using SessionHost host = await SessionHost.StartAsync(GuardedApp.Settings());
        using Browser browser = await StaleAsync(host);

        Page page = await browser.GetAsync(path);

        Assert.Equal((HttpStatusCode.Redirect, $"https://localhost/confirm?back={back}"), (page.Status, page.Header("Location")));
        Assert.Equal(("", "no-store"), (page.Header("WWW-Authenticate"), page.Header("Cache-Control")));
    }

    [Fact]
    [Trait("Requirement", "SU-4")]
    public async Task Without_a_reauthentication_page_a_browser_is_sent_to_the_login_page()
    {
        await using SessionHost host = await SessionHost.StartAsync(
            GuardedApp.Settings(static (SecureSessionAuthenticationOptions o) => o.LoginPath = "/login"));
        using Browser browser = await StaleAsync(host);

        Assert.Equal("https://localhost/login?ReturnUrl=%2Femail&max_age=300", (await browser.GetAsync("/email")).Header("Location"));
    }

    [Fact]
    [Trait("Requirement", "SU-4")]
    public async Task Without_any_page_a_browser_gets_401_too()
    {
        await using SessionHost host = await SessionHost.StartAsync(
            GuardedApp.Settings(static (SecureSessionAuthenticationOptions _) => { }));
        using Browser browser = await StaleAsync(host);

        Page page = await browser.GetAsync("/email");

        Assert.Equal((HttpStatusCode.Unauthorized, ""), (page.Status, page.Header("Location")));
        Assert.StartsWith(Error, page.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/email", HttpStatusCode.Redirect, "https://localhost/login?back=%2Femail")]
    [InlineData("/controller/keys", HttpStatusCode.Redirect, "https://localhost/login?back=%2Fcontroller%2Fkeys")]
    [InlineData("/api/pay", HttpStatusCode.Unauthorized, "https://localhost/login?back=%2Fapi%2Fpay")]
    public async Task A_user_who_is_not_signed_in_has_to_sign_in(string path, HttpStatusCode status, string location)
    {
        await using SessionHost host = await SessionHost.StartAsync(GuardedApp.Settings());
        using Browser visitor = host.NewBrowser();

        Page page = await visitor.GetAsync(path);

        Assert.Equal((status, location, ""), (page.Status, page.Header("Location"), page.Header("WWW-Authenticate")));
    }

    [Fact]
    public async Task A_user_who_is_not_allowed_anyway_is_not_sent_to_authenticate_again()
    {
        await using SessionHost host = await SessionHost.StartAsync(GuardedApp.Settings());
        using Browser user = await StaleAsync(host);
        using Browser admin = await StaleAsync(host, roles: "admin");

        Assert.Equal("https://localhost/denied?back=%2Fadmin", (await user.GetAsync("/admin")).Header("Location"));
        Assert.Equal("https://localhost/confirm?back=%2Fadmin&max_age=300", (await admin.GetAsync("/admin")).Header("Location"));
    }

    [Fact]
    public async Task A_refusal_of_the_apps_own_authorization_handler_leads_to_no_challenge()
    {
        await using SessionHost host = await SessionHost.StartAsync(GuardedApp.Settings());
        using Browser browser = host.NewBrowser();
        await GuardedApp.SignInAsync(browser);

        Assert.Equal("https://localhost/denied?back=%2Frefuses", (await browser.GetAsync("/refuses")).Header("Location"));
    }

    [Fact]
    public async Task A_scheme_that_others_forward_to_answers_for_them()
    {
        await using SessionHost host = await SessionHost.StartAsync(GuardedApp.Settings(static services =>
            services.AddAuthentication("any").AddPolicyScheme(
                "any", null, static o => o.ForwardDefault = SecureSessionDefaults.AuthenticationScheme)));
        using Browser browser = await StaleAsync(host);

        Assert.Equal("https://localhost/confirm?back=%2Femail&max_age=300", (await browser.GetAsync("/email")).Header("Location"));
    }

    private static async Task<Browser> StaleAsync(SessionHost host, string roles = "")
    {
        Browser browser = host.NewBrowser();
        await GuardedApp.SignInAsync(browser, roles);
        host.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        return browser;
    }
}
