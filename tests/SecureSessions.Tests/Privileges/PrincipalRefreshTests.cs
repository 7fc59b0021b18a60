using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;
using static SecureSessions.TestKit.StoreOperation;

namespace SecureSessions.Tests.Privileges;

/// <summary>An administrator changes a user's role: every session of the user has it with its next request, or ends.</summary>
public sealed class PrincipalRefreshTests : IAsyncLifetime
{
    private readonly RoleBook _book = new();
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task After_RequireRefreshAsync_the_next_request_of_each_session_has_the_new_role_and_a_new_secret()
    {
        Browser[] others = await _host.SignInAsync("alice", "bob");
        using Browser copy = _browser.Copy();

        Assert.Equal(2, await ChangeRoleAsync("admin"));

        Assert.Equal(["admin", "admin", "none"], await others.Prepend(_browser).AskAsync("/role"));
        Assert.NotEqual(copy.Token, _browser.Token);
        Assert.Equal(copy.SessionId(), _browser.SessionId());
        Assert.Equal((2, 2), (_book.Asked, _host.Events.Of(SessionEventType.Refreshed).Count));
        Assert.Equal(["admin", "admin", "none"], await others.Prepend(_browser).AskAsync("/role"));
        Assert.Equal(2, _book.Asked);
    }

    [Fact]
    [Trait("Requirement", "LG-6")]
    public async Task RequireRefreshAsync_is_logged_with_who_called_it()
    {
        await ChangeRoleAsync("admin", actor: "root");

        SecureSessionEvent change = Assert.Single(_host.Events.Of(SessionEventType.RefreshRequired));
        Assert.Equal(("alice", "root", null), (change.UserId, change.Actor, change.SessionId));
        Assert.Single(_host.Logs.Of("authz_change"));
    }

    [Fact]
    public async Task A_claims_refresh_leaves_values_deadlines_and_the_public_id_as_they_were()
    {
        await _browser.GetAsync("/set/a/1");
        (string, DateTimeOffset?, DateTimeOffset?) before = await FactsAsync();
        await ChangeRoleAsync("admin");

        Assert.Equal("admin", (await _browser.GetAsync("/role")).Body);

        Assert.Equal(before, await FactsAsync());
        Assert.Equal("1", (await _browser.GetAsync("/get/a")).Body);
    }

    [Fact]
    public async Task A_passive_request_has_the_new_role_too_and_stays_passive()
    {
        await ChangeRoleAsync("admin");
        _host.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("admin", (await _browser.GetAsync("/poll-role")).Body);

        UserSession session = Assert.Single(await _host.Manager.ListAsync("alice"));
        Assert.Equal(session.CreatedAt, session.LastSeenAt);
    }

    [Fact]
    public async Task A_request_that_is_running_keeps_its_role_and_the_next_one_has_the_new()
    {
        string role = await _script.AskAsync(_browser, async context =>
        {
            await ChangeRoleAsync("admin");
            context.Session.SetString("a", "1");
            return context.User.FindFirstValue(ClaimTypes.Role) ?? "none";
        });

        Assert.Equal(("none", "admin", "1"), (role, (await _browser.GetAsync("/role")).Body, (await _browser.GetAsync("/get/a")).Body));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_user_who_may_no_longer_have_a_session_is_signed_out()
    {
        await ChangeRoleAsync("admin");
        _book.Bar("alice");

        Page page = await _browser.GetAsync("/who");

        Assert.Equal(("nobody", null), (page.Body, _browser.Token));
        Assert.Equal(SessionEndReason.Revoked, Assert.Single(_host.Events.Of(SessionEventType.Expired)).Reason);
        Assert.Equal(SessionEndReason.Revoked, Assert.Single(await _host.Manager.HistoryAsync("alice")).Reason);
    }

    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_refresher_that_throws_is_answered_503_and_the_session_stands()
    {
        await ChangeRoleAsync("admin");
        string? token = _browser.Token;
        _book.BeforeAnswer = static _ => throw new InvalidOperationException("The database is down.");

        Page page = await _browser.GetAsync("/role");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5", ""), (page.Status, page.Header("Retry-After"), page.Body));
        Assert.Equal(token, _browser.Token);
        Assert.Equal("refresh", Assert.Single(_host.Events.Of(SessionEventType.LoadFailed)).Detail);
        Assert.Equal("The database is down.", Assert.Single(_host.Logs.Of("session_refresh_fail")).Exception?.Message);

        _book.BeforeAnswer = null;
        Assert.Equal("admin", (await _browser.GetAsync("/role")).Body);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("")]
    public async Task A_principal_of_another_user_or_of_none_ends_the_session_and_is_logged(string user)
    {
        await ChangeRoleAsync("admin");
        _book.Answer = _ => SmallApp.PrincipalOf(user);

        Assert.Equal("nobody", (await _browser.GetAsync("/who")).Body);

        Assert.Equal(SessionEndReason.Revoked, Assert.Single(_host.Events.Of(SessionEventType.Expired)).Reason);
        Assert.Single(_host.Logs.Of("session_refresh_mismatch"));
    }

    [Fact]
    public async Task A_refresher_that_returns_a_principal_that_is_not_authenticated_is_a_clear_error()
    {
        await ChangeRoleAsync("admin");
        _book.Answer = static context => new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, context.UserId)]));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _browser.GetAsync("/who")).Status);

        Assert.Contains(
            "authentication type", Assert.Single(_host.Logs.Of("session_refresh_fail")).Exception?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Replace)]
    [InlineData(Find)]
    [Trait("Requirement", "ST-5")]
    public async Task If_the_store_fails_at_a_claims_refresh_no_request_is_served_with_the_old_role(StoreOperation operation)
    {
        await ChangeRoleAsync("admin");
        _host.Store.Fail(StoreFault.ThrowsAfterDoing, operation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _browser.GetAsync("/role")).Status);
        _host.Store.Heal();

        Assert.Equal("admin", (await _browser.GetAsync("/role")).Body);
    }

    [Fact]
    public async Task A_marked_session_costs_a_write_and_one_lookup_more_and_any_other_nothing()
    {
        Assert.Equal([Find], await CallsAsync("/role"));
        await ChangeRoleAsync("admin");

        Assert.Equal([Find, Replace, Find], await CallsAsync("/role"));
        Assert.Equal([Find], await CallsAsync("/role"));
        await ChangeRoleAsync("editor");
        Assert.Equal([Find, Replace], await CallsAsync("/role"));
        Assert.Equal([Find], await CallsAsync("/role"));
    }

    [Fact]
    public async Task In_the_grace_of_a_renewal_only_the_principal_is_rebuilt()
    {
        using Browser old = _browser.Copy();
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await new[] { _browser, _browser }.AskAsync("/role");
        string? token = _browser.Token;
        await ChangeRoleAsync("admin");

        Page page = await old.GetAsync("/role");

        Assert.Equal(("admin", 0), (page.Body, page.SetCookies.Count));
        Assert.Equal(("admin", token), ((await _browser.GetAsync("/role")).Body, _browser.Token));
        Assert.Equal(1, _book.Asked);
    }

    [Fact]
    public async Task While_a_renewal_is_pending_only_the_principal_is_rebuilt_and_the_cookie_is_sent_again()
    {
        using Browser old = _browser.Copy();
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await _browser.GetAsync("/role");
        await ChangeRoleAsync("admin");

        Assert.Equal("admin", (await old.GetAsync("/role")).Body);

        Assert.Equal(_browser.Token, old.Token);
        Assert.Single(_host.Events.Of(SessionEventType.Renewed));
    }

    [Fact]
    public async Task A_refresh_takes_the_place_of_a_renewal_that_is_due()
    {
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await ChangeRoleAsync("admin");

        Assert.Equal([Find, Replace, Find], await CallsAsync("/role"));

        Assert.Single(_host.Events.Of(SessionEventType.Renewed));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task Signing_the_same_user_in_with_another_role_makes_a_new_token_and_kills_the_old()
    {
        using Browser copy = _browser.Copy();

        await _script.RunAsync(_browser, static context => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, "alice"), new Claim(ClaimTypes.Role, "admin")], "password"))));

        Assert.NotEqual(copy.SessionId(), _browser.SessionId());
        Assert.Equal(["admin", "none"], await new[] { _browser, copy }.AskAsync("/role"));
    }

    [Fact]
    public async Task A_sign_in_under_way_is_ended_as_nobody_knows_what_its_principal_was_built_from()
    {
        using Browser browser = _host.NewBrowser();
        var hold = new Hold();
        _host.Store.Before = operation => operation == Create ? hold.WaitAsync() : Task.CompletedTask;
        Task<Page> signIn = browser.GetAsync("/sign-in/alice");
        await hold.Reached;

        Assert.Equal(1, await ChangeRoleAsync("admin"));
        hold.Release();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await signIn).Status);
        Assert.Equal("admin", (await _browser.GetAsync("/role")).Body);
    }

    public async Task InitializeAsync()
    {
        _host = await _book.StartAsync(app => _script.Map(app));
        _browser = (await _host.SignInAsync("alice"))[0];
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private Task<int> ChangeRoleAsync(string role, string? actor = null)
    {
        _book.Give("alice", role);
        return _host.Manager.RequireRefreshAsync("alice", actor);
    }

    private Task<(string, DateTimeOffset?, DateTimeOffset?)> FactsAsync() => _script.AskAsync(_browser, static context =>
        (context.Session.Id, context.GetSecureSession().CreatedAt, context.GetSecureSession().AbsoluteExpiresAt));

    private async Task<IReadOnlyCollection<StoreOperation>> CallsAsync(string path)
    {
        _host.Store.ForgetCalls();
        await _browser.GetAsync(path);
        return _host.Store.Calls;
    }
}
