using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.SignIn;

public sealed class PrincipalTests
{
    private readonly Script _script = new();

    [Fact]
    public async Task The_principal_of_a_sign_in_is_restored_as_it_was()
    {
        var password = new ClaimsIdentity(TestUsers.Create("alice", "admin", "editor").Claims, "password");
        var card = new ClaimsIdentity([new Claim("card", "42", ClaimValueTypes.Integer, "issuer", "original")], "card");
        ClaimsPrincipal back = await RoundTripAsync(new ClaimsPrincipal([password, card]));

        Assert.Equal(["password", "card"], back.Identities.Select(identity => identity.AuthenticationType));
        Assert.True(back.IsInRole("admin") && back.IsInRole("editor") && !back.IsInRole("owner"));
        Claim claim = back.FindFirst("card")!;
        Assert.Equal(
            ("42", ClaimValueTypes.Integer, "issuer", "original"), (claim.Value, claim.ValueType, claim.Issuer, claim.OriginalIssuer));
    }

    [Fact]
    public async Task The_actor_of_an_impersonation_is_restored()
    {
        var identity = (ClaimsIdentity)TestUsers.Alice.Identity!;
        identity.Actor = (ClaimsIdentity)TestUsers.Create("admin").Identity!;

        ClaimsPrincipal back = await RoundTripAsync(new ClaimsPrincipal(identity));

        Assert.Equal("admin", ((ClaimsIdentity)back.Identity!).Actor?.Name);
    }

    [Fact]
    public async Task Properties_and_stored_tokens_of_a_sign_in_are_restored()
    {
        var properties = new AuthenticationProperties { Items = { ["level"] = "2" }, IsPersistent = true };
        properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "opaque" }]);
        await using SessionHost host = await SessionHost.StartAsync(app => _script.Map(app));
        using Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Alice, properties));

        AuthenticateResult result = await _script.AskAsync(browser, context => context.AuthenticateAsync());

        Assert.Equal(
            ("2", true, "opaque"),
            (result.Properties!.Items["level"], result.Properties.IsPersistent, result.Properties.GetTokenValue("access_token")));
        Assert.Equal("opaque", await _script.AskAsync(browser, context => context.GetTokenAsync("access_token")));
    }

    [Fact]
    public async Task The_properties_of_a_session_have_its_start_and_its_end()
    {
        await using SessionHost host = await SessionHost.StartAsync(app => _script.Map(app));
        using Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Alice));

        AuthenticateResult result = await _script.AskAsync(browser, context => context.AuthenticateAsync());

        DateTimeOffset now = host.Clock.GetUtcNow();
        Assert.Equal((now, now + SecureSessionDefaults.AbsoluteTimeout), (result.Properties?.IssuedUtc, result.Properties?.ExpiresUtc));
    }

    [Fact]
    public async Task The_properties_that_the_app_handed_over_are_left_alone()
    {
        var properties = new AuthenticationProperties();
        await using SessionHost host = await SessionHost.StartAsync(app => _script.Map(app));
        using Browser browser = host.NewBrowser();

        await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Alice, properties));

        Assert.Empty(properties.Items);
    }

    [Fact]
    public async Task The_secret_and_the_principal_are_in_no_answer_but_the_cookie()
    {
        await using SessionHost host = await SessionHost.StartAsync(app => _script.Map(app));
        using Browser browser = host.NewBrowser();

        Page page = await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Alice));

        Assert.Matches("^__Host-id=[A-Za-z0-9_-]{64}; Path=/; Secure; HttpOnly; SameSite=Lax$", Assert.Single(page.SetCookies));
    }

    [Theory]
    [InlineData("editor", 200)]
    [InlineData("reader", 403)]
    public async Task Roles_and_policies_are_checked_against_the_principal_of_the_session(string role, int status)
    {
        await using SessionHost host = await SessionHost.StartAsync(app =>
        {
            _script.Map(app);
            app.MapGet("/edit", static () => "ok").RequireAuthorization(static policy => policy.RequireRole("editor"));
        });
        using Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Create("alice", role)));

        Assert.Equal(status, (int)(await browser.GetAsync("/edit")).Status);
    }

    [Fact]
    public async Task A_principal_that_one_scheme_signed_in_is_anonymous_to_another_scheme()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = static services => services.AddAuthentication().AddSecureSession("other"),
            Map = app => _script.Map(app),
        });
        using Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, context => context.SignInAsync("other", TestUsers.Alice));

        Assert.Null(await _script.AskAsync(browser, context => context.User.Identity?.Name));
        Assert.Equal(
            "alice",
            await _script.AskAsync(browser, async context => (await context.AuthenticateAsync("other")).Principal?.Identity?.Name));
    }

    private async Task<ClaimsPrincipal> RoundTripAsync(ClaimsPrincipal principal)
    {
        await using SessionHost host = await SessionHost.StartAsync(app => _script.Map(app));
        using Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, context => context.SignInAsync(principal));
        return await _script.AskAsync(browser, context => context.User);
    }
}
