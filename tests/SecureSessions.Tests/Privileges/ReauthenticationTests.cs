using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;
using static SecureSessions.TestKit.StoreOperation;

namespace SecureSessions.Tests.Privileges;

/// <summary>
/// An administrator changes a user's role and demands a new authentication: the sessions go on, and no guard of a fresh authentication
/// admits them until the user authenticates again.
/// </summary>
[Trait("Requirement", "RG-1")]
public sealed class ReauthenticationTests : IAsyncLifetime
{
    private readonly RoleBook _book = new();
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    [Fact]
    [Trait("Requirement", "SU-4")]
    public async Task The_sessions_go_on_with_the_new_role_and_every_guard_refuses_them_with_its_challenge()
    {
        Browser[] browsers = [_browser, .. await _host.SignInAsync("alice", "bob")];
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], await StatusAsync(browsers, "/recent"));
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("/levelled")).Status);

        Assert.Equal(2, await DemandAsync());

        Assert.Equal(["admin", "admin", "none"], await browsers.AskAsync("/role"));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK], await StatusAsync(browsers, "/recent"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/levelled")).Status);
        Assert.StartsWith(
            "Bearer error=\"insufficient_user_authentication\"",
            (await _browser.GetAsync("/recent")).Header("WWW-Authenticate"),
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "SU-1")]
    public async Task The_very_next_request_is_refused_and_a_step_up_admits_it_in_its_session_only()
    {
        Browser other = (await _host.SignInAsync("alice"))[0];
        await DemandAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/recent")).Status);
        await _browser.GetAsync("/step-up");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], await StatusAsync([_browser, other], "/recent"));
    }

    [Fact]
    public async Task The_next_request_may_be_the_step_up_itself()
    {
        await DemandAsync();

        await _browser.GetAsync("/step-up");

        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("/recent")).Status);
    }

    [Fact]
    public async Task A_new_sign_in_admits_the_user()
    {
        await DemandAsync();
        await _browser.GetAsync("/recent");

        await _browser.GetAsync("/sign-in-aal1");

        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("/recent")).Status);
    }

    [Fact]
    public async Task A_step_up_of_just_before_the_call_does_not_count()
    {
        await _browser.GetAsync("/step-up");

        await DemandAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/recent")).Status);
    }

    [Fact]
    [Trait("Requirement", "SU-7")]
    public async Task A_sign_in_by_the_authentication_of_before_does_not_count()
    {
        DateTimeOffset at = _host.Clock.GetUtcNow();
        _host.Clock.Advance(TimeSpan.FromSeconds(10));
        await DemandAsync();

        await _script.RunAsync(_browser, context => SignInByAsync(context, at));

        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/recent")).Status);
    }

    [Fact]
    [Trait("Requirement", "SU-5")]
    public async Task A_refresh_without_the_demand_leaves_authentications_fresh_and_takes_no_earlier_demand_back()
    {
        await _host.Manager.RequireRefreshAsync("alice");
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("/recent")).Status);

        await DemandAsync();
        await _host.Manager.RequireRefreshAsync("alice");
        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/recent")).Status);
        await _host.Manager.RequireRefreshAsync("alice");
        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/recent")).Status);
    }

    [Fact]
    public async Task The_demand_outlives_writes_renewals_and_changes_of_claims()
    {
        await DemandAsync();
        await _browser.GetAsync("/set/a/1");
        await _browser.GetAsync("/role");
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        string? before = _browser.Token;
        await _browser.GetAsync("/role");
        Assert.NotEqual(before, _browser.Token);
        await _script.RunAsync(_browser, static async context =>
        {
            AuthenticateResult present = await context.AuthenticateAsync();
            await context.SignInAsync(SmallApp.PrincipalOf("alice"), present.Properties);
        });
        await _browser.GetAsync("/regenerate");

        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/levelled")).Status);
    }

    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_refresher_that_throws_loses_no_demand()
    {
        await DemandAsync();
        _book.BeforeAnswer = static _ => throw new InvalidOperationException("The database is down.");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _browser.GetAsync("/recent")).Status);

        _book.BeforeAnswer = null;

        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/recent")).Status);
    }

    [Theory]
    [InlineData(Replace, StoreFault.ThrowsAtOnce)]
    [InlineData(Replace, StoreFault.ThrowsAfterDoing)]
    [InlineData(Find, StoreFault.ThrowsAfterDoing)]
    [Trait("Requirement", "ST-5")]
    public async Task A_store_that_fails_at_the_refresh_loses_no_demand(StoreOperation operation, StoreFault fault)
    {
        await DemandAsync();
        _host.Store.Fail(fault, operation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _browser.GetAsync("/recent")).Status);

        _host.Store.Heal();

        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/recent")).Status);
    }

    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_store_that_fails_at_the_call_is_told_to_the_caller()
    {
        _host.Store.Fail(StoreFault.ThrowsAtOnce, Mark);

        await Assert.ThrowsAsync<SecureSessionStoreException>(() => DemandAsync());
    }

    [Fact]
    [Trait("Requirement", "LG-6")]
    public async Task The_event_of_the_change_says_that_the_user_has_to_authenticate_again()
    {
        await DemandAsync();
        await _host.Manager.RequireRefreshAsync("alice");

        Assert.Equal(["reauthenticate", null], _host.Events.Of(SessionEventType.RefreshRequired).Select(static change => change.Detail));
    }

    [Fact]
    public async Task A_demand_costs_no_call_more_than_a_refresh_without_one()
    {
        await DemandAsync();
        _host.Store.ForgetCalls();

        await _browser.GetAsync("/role");

        Assert.Equal([Find, Replace, Find], _host.Store.Calls);
    }

    public async Task InitializeAsync()
    {
        _book.Give("alice", "admin");
        _host = await _book.StartAsync(Map);
        _browser = _host.NewBrowser();
        await _browser.GetAsync("/sign-in-aal1");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private void Map(WebApplication app)
    {
        _script.Map(app);
        app.MapGet("/sign-in-aal1", static context => SignInByAsync(context, at: null));
        app.MapGet("/step-up", static (HttpContext context) => context.GetSecureSession().StepUp(["otp"], "aal2"));
        app.MapGet("/recent", static () => "ok").RequireFreshAuthentication(TimeSpan.FromMinutes(5));
        app.MapGet("/levelled", static () => "ok").RequireFreshAuthentication(level: "aal1");
    }

    private static Task SignInByAsync(HttpContext context, DateTimeOffset? at)
    {
        var properties = new AuthenticationProperties();
        properties.SetSessionAuthentication(["pwd"], "aal1", at);
        return context.SignInAsync(SmallApp.PrincipalOf("alice"), properties);
    }

    private Task<int> DemandAsync() => _host.Manager.RequireRefreshAsync("alice", reauthenticate: true);

    private static async Task<List<HttpStatusCode>> StatusAsync(IEnumerable<Browser> browsers, string path)
    {
        List<HttpStatusCode> statuses = [];
        foreach (Browser browser in browsers)
            statuses.Add((await browser.GetAsync(path, ("X-Requested-With", "XMLHttpRequest"))).Status);
        return statuses;
    }
}
