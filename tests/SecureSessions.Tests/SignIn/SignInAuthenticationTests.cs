using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using SecureSessions.Tests.Signals;
using Xunit;

namespace SecureSessions.Tests.SignIn;

/// <summary>
/// The session keeps how and when its user signed in, and refreshing the sign-in does not make the authentication newer or stronger.
/// </summary>
public sealed class SignInAuthenticationTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;
    private DateTimeOffset _start;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(app => _script.Map(app));
        _browser = _host.NewBrowser();
        _start = _host.Clock.GetUtcNow();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task An_anonymous_session_has_no_authentication()
    {
        Assert.Null(await FactsAsync());

        await _script.RunAsync(_browser, context => context.Session.SetString("a", "1"));

        Assert.Null(await FactsAsync());
    }

    [Fact]
    [Trait("Requirement", "SU-1")]
    public async Task A_plain_sign_in_has_its_own_moment_as_authentication_time()
    {
        await _script.RunAsync(_browser, context => context.SignInAsync(TestUsers.Alice));
        _host.Clock.Advance(Minute);

        Assert.Equal((_start, "", null), await FactsAsync());
    }

    [Fact]
    [Trait("Requirement", "SU-1")]
    public async Task Methods_and_level_of_a_sign_in_are_kept_in_the_session_and_in_its_label()
    {
        await SignInAsync(["pwd", "otp"], "aal2");

        Assert.Equal((_start, "pwd otp", "aal2"), await FactsAsync());
        SessionAuthentication listed = (await LabelAsync()).Authentication!;
        Assert.Equal((_start, "aal2"), (listed.At, listed.Level));
    }

    [Fact]
    [Trait("Requirement", "SU-7")]
    public async Task An_old_authentication_that_a_provider_reports_is_kept()
    {
        await _script.RunAsync(
            _browser, context => context.SignInAsync(Provided("auth_time", _start.AddHours(-1), ("amr", "pwd"), ("acr", "aal1"))));

        Assert.Equal((_start.AddHours(-1), "pwd", "aal1"), await FactsAsync());
    }

    [Fact]
    [Trait("Requirement", "SU-7")]
    public async Task A_providers_clock_that_is_ahead_counts_for_nothing()
    {
        await _script.RunAsync(_browser, context => context.SignInAsync(Provided("auth_time", _start.AddHours(1))));
        _host.Clock.Advance(Minute);

        Assert.Equal(_start, (await FactsAsync())?.At);
    }

    [Fact]
    [Trait("Requirement", "SU-1")]
    [Trait("Requirement", "SU-5")]
    public async Task Ten_refreshes_change_claims_and_neither_time_nor_methods_nor_level()
    {
        await SignInAsync(["pwd"], "aal1");
        for (int i = 0; i < 10; i++)
        {
            _host.Clock.Advance(Minute);
            await RefreshAsync(
                Provided("auth_time", _host.Clock.GetUtcNow(), ("acr", "aal3"), ("amr", "hwk"), (ClaimTypes.Role, "editor")));
        }

        Assert.Equal((_start, "pwd", "aal1"), await FactsAsync());
        Assert.True(await _script.AskAsync(_browser, context => context.User.IsInRole("editor")));
    }

    [Fact]
    [Trait("Requirement", "SU-5")]
    public async Task A_refresh_keeps_a_step_up_for_as_long_as_it_counts()
    {
        await SignInAsync(["pwd"], "aal1");
        _host.Clock.Advance(Minute);
        await _script.RunAsync(_browser, context => context.GetSecureSession().StepUp(["otp"], "aal2"));
        _host.Clock.Advance(Minute);

        await RefreshAsync(TestUsers.Create("alice", "editor"));

        Assert.Equal((_start + Minute, "otp", "aal2"), await FactsAsync());
        _host.Clock.Advance(SecureSessionDefaults.StepUpLifetime - Minute);
        Assert.Equal((_start, "pwd", "aal1"), await FactsAsync());
    }

    [Fact]
    public async Task A_refresh_in_the_request_that_steps_up_keeps_the_step_up_and_reports_it()
    {
        await SignInAsync(["pwd"], "aal1");
        _host.Clock.Advance(Minute);

        await RefreshAsync(TestUsers.Alice, static session => session.StepUp(["otp"], "aal2"));

        Assert.Equal((_start + Minute, "otp", "aal2"), await FactsAsync());
        Assert.Single(_host.Events.Of(SessionEventType.SteppedUp));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refresh_does_not_lift_the_demand_for_a_step_up_and_a_sign_in_does(bool refresh)
    {
        await SignInAsync(["pwd"], "aal1");
        await StepUpDemand.RaiseAsync(_host, _browser);
        _host.Clock.Advance(Minute);

        await (refresh ? RefreshAsync(TestUsers.Alice) : SignInAsync(["pwd"], "aal1"));

        Assert.Equal(
            !refresh, await _script.AskAsync(_browser, context => SessionOf(context).IsAuthenticated(TimeSpan.FromHours(1), "aal1")));
    }

    [Fact]
    public async Task A_single_sign_on_without_a_prompt_does_not_lift_the_demand_for_a_step_up()
    {
        await _script.RunAsync(_browser, context => context.SignInAsync(Provided("auth_time", _start)));
        await StepUpDemand.RaiseAsync(_host, _browser);
        _host.Clock.Advance(Minute);

        await _script.RunAsync(_browser, context => context.SignInAsync(Provided("auth_time", _start)));

        Assert.False(await _script.AskAsync(_browser, context => SessionOf(context).IsAuthenticated(TimeSpan.FromHours(1), null)));
    }

    [Fact]
    [Trait("Requirement", "TO-4")]
    public async Task Signing_in_again_starts_afresh_with_new_deadlines_and_without_the_step_up()
    {
        await SignInAsync(["pwd"], "aal1");
        await _script.RunAsync(_browser, context => context.GetSecureSession().StepUp(["otp"], "aal2"));
        _host.Clock.Advance(Minute);

        await SignInAsync(["pwd"], "aal1");

        Assert.Equal((_start + Minute, "pwd", "aal1"), await FactsAsync());
        Assert.Equal(
            _start + Minute + SecureSessionDefaults.AbsoluteTimeout,
            await _script.AskAsync(_browser, context => context.GetSecureSession().AbsoluteExpiresAt));
    }

    [Fact]
    public async Task A_sign_in_of_another_user_inherits_no_authentication()
    {
        await SignInAsync(["pwd", "otp"], "aal2");
        _host.Clock.Advance(Minute);

        await _script.RunAsync(_browser, async context => await context.SignInAsync(TestUsers.Bob, new AuthenticationProperties()));

        Assert.Equal((_start + Minute, "", null), await FactsAsync());
    }

    [Fact]
    public async Task Claims_that_cannot_be_read_as_an_authentication_sign_nobody_in()
    {
        InvalidOperationException error = await _script.AskAsync(_browser, context => Assert.ThrowsAsync<InvalidOperationException>(
            () =>
                context.SignInAsync(
                    new ClaimsPrincipal(new ClaimsIdentity([.. TestUsers.Alice.Claims, new Claim("auth_time", "soon")], "oidc")))));

        Assert.Contains("'soon' is not a time", error.Message, StringComparison.Ordinal);
        Assert.Null(_browser.Token);
    }

    private static ClaimsPrincipal Provided(string type, DateTimeOffset at, params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity(
            [
                .. TestUsers.Alice.Claims,
                new Claim(type, $"{at.ToUnixTimeSeconds()}"),
                .. claims.Select(static claim => new Claim(claim.Type, claim.Value)),
            ],
            "oidc"));

    private static SecureSession SessionOf(HttpContext context) => (SecureSession)context.GetSecureSession();

    private Task<Page> SignInAsync(string[] methods, string level) => _script.RunAsync(_browser, context =>
    {
        var properties = new AuthenticationProperties();
        properties.SetSessionAuthentication(methods, level);
        return context.SignInAsync(TestUsers.Alice, properties);
    });

    // As SignInManager.RefreshSignInAsync does.
    private Task<Page> RefreshAsync(ClaimsPrincipal principal, Action<ISecureSession>? before = null) =>
        _script.RunAsync(_browser, async context =>
    {
        before?.Invoke(context.GetSecureSession());
        await context.SignInAsync(principal, (await context.AuthenticateAsync()).Properties);
    });

    private async Task<(DateTimeOffset At, string Methods, string? Level)?> FactsAsync() =>
        await _script.AskAsync(_browser, static context => context.GetSecureSession().Authentication) is { } authentication
            ? (authentication.At, string.Join(' ', authentication.Methods), authentication.Level)
            : null;

    private async Task<SessionLabel> LabelAsync()
    {
        Assert.True(SessionToken.TryParse(_browser.Token, out SessionToken token));
        return SessionLabel.Read((await _host.Store.Inner.PeekAsync(token.Id, CancellationToken.None))!.Label);
    }
}
