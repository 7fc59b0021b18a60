using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Sessions;

/// <summary>The session of a client without cookies is a session as any other.</summary>
public sealed class TokenSessionTests : IAsyncLifetime
{
    private TokenHost _host = null!;

    public async Task InitializeAsync() => _host = await TokenHost.StartAsync(new TokenHostSettings
    {
        ConfigureSessions = static sessions => sessions.AddPrincipalRefresher<RoleRefresher>(),
        ConfigureServices = static services => services.AddSingleton<RoleRefresher>(),
    });

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task It_is_on_the_list_of_its_user_under_the_name_of_its_client()
    {
        TokenReply named = await _host.SignInAsync(query: "?name=Backup%20tool");
        TokenReply unnamed = await _host.SignInAsync();

        IReadOnlyList<UserSession> sessions = await _host.Host.Manager.ListAsync("ada");

        Assert.Equal("Backup tool", Assert.Single(sessions, session => session.Id == named.SessionId).ClientName);
        UserSession other = Assert.Single(sessions, session => session.Id == unnamed.SessionId);
        Assert.Equal(("cli", "aal1"), (other.ClientName, other.Authentication!.Level));
    }

    [Fact]
    public async Task The_session_of_a_browser_has_no_client_name()
    {
        using Browser browser = _host.Host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");

        Assert.Null(Assert.Single(await _host.Host.Manager.ListAsync("ada")).ClientName);
    }

    [Fact]
    public async Task Ending_all_sessions_of_a_user_ends_it_at_the_next_call_and_the_history_tells()
    {
        TokenReply reply = await _host.SignInAsync();

        Assert.Equal(1, await _host.Host.Manager.EndAllAsync("ada"));

        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(reply.Access));
        Assert.Equal("invalid_grant", (await _host.RefreshAsync(reply.Refresh)).Error);
        PastSession past = Assert.Single(await _host.Host.Manager.HistoryAsync("ada"));
        Assert.Equal((reply.SessionId, "cli"), (past.Id, past.ClientName));
    }

    [Fact]
    public async Task Changed_privileges_reach_an_access_token_at_the_next_call_and_no_older_one_comes_back()
    {
        TokenReply before = await _host.SignInAsync(query: "?role=admin");
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(before.Access, "/api/admin"));

        await _host.Host.Manager.RequireRefreshAsync("ada");
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(before.Access, "/api/admin"));
        TokenReply after = await _host.RefreshAsync(before.Refresh);

        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(after.Access));
        Assert.Equal(HttpStatusCode.Forbidden, await _host.StatusAsync(after.Access, "/api/admin"));

        // The refresh is pending until the new token is used, which an ousted admin need not do.
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(before.Access, "/api/admin"));
        Assert.Single(_host.Host.Events.Of(SessionEventType.Refreshed));
    }

    [Fact]
    public async Task A_refresher_that_says_that_the_user_is_gone_ends_it()
    {
        TokenReply reply = await _host.SignInAsync("gone");
        await _host.Host.Manager.RequireRefreshAsync("gone");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), Outcome(await _host.RefreshAsync(reply.Refresh)));

        Assert.Equal(SessionEndReason.Revoked, Assert.Single(_host.Host.Events.Of(SessionEventType.Expired)).Reason);
        Assert.Empty(await _host.Host.Manager.ListAsync("gone"));
    }

    [Fact]
    public async Task A_refresher_that_throws_leaves_the_token_as_it_is()
    {
        TokenReply reply = await _host.SignInAsync("throw");
        await _host.Host.Manager.RequireRefreshAsync("throw");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _host.RefreshAsync(reply.Refresh)).Status);
        _host.Host.Services.GetRequiredService<RoleRefresher>().Heal();

        Assert.Equal(HttpStatusCode.OK, (await _host.RefreshAsync(reply.Refresh)).Status);
    }

    [Fact]
    public async Task A_sign_in_is_a_full_one_with_its_events()
    {
        TokenReply reply = await _host.SignInAsync();

        SecureSessionEvent created = Assert.Single(_host.Host.Events.Of(SessionEventType.Created));
        Assert.Equal((reply.SessionId, "ada"), (created.SessionId, created.UserId));
        Assert.Equal("sign_in", Assert.Single(_host.Host.Events.Of(SessionEventType.TokenCreated)).Detail);
    }

    // On a server: the test server tells nobody that a request is over whose handler threw.
    [Theory]
    [InlineData("?throw")]
    [InlineData("?answer=400")]
    [InlineData("?answer=503")]
    public async Task A_sign_in_whose_answer_is_an_error_is_taken_back(string query)
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings { Kind = ServerKind.KestrelHttp1 });

        await host.SignInAsync(query: query);

        // The end is reported after the session is off the list.
        await Poll.UntilAsync(
            async () => (await host.Host.Manager.ListAsync("ada")).Count == 0 && host.Host.Events.Of(SessionEventType.Expired).Count > 0,
            "the session that nobody got is ended, and its end reported");
        Assert.Equal(SessionEndReason.Undelivered, Assert.Single(host.Host.Events.Of(SessionEventType.Expired)).Reason);
    }

    // On a server: the test server has no addresses.
    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task Lists_show_its_place_where_the_app_keeps_places_and_a_refresh_leaves_it()
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings
        {
            Kind = ServerKind.KestrelHttp1,
            Sessions = static sessions => sessions.KeepPlace = true,
            ConfigureSessions = static sessions => sessions.AddGeoLocator<Here>(),
        });
        TokenReply reply = await host.SignInAsync();
        await host.RefreshAsync(reply.Refresh);

        UserSession session = Assert.Single(await host.Host.Manager.ListAsync("ada"));

        Assert.Equal(("cli", "Germany", "Berlin"), (session.ClientName, session.Country, session.City));
    }

    [Fact]
    [Trait("Requirement", "ST-10")]
    public async Task Tokens_of_a_provider_that_it_keeps_are_named_in_the_log_once()
    {
        var properties = new AuthenticationProperties();
        properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "x" }]);
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "ada")], "provider"));
        var signIn = new SessionTokenSignIn { ClientId = "cli", Properties = properties };

        await _host.Tokens.SignInAsync(new DefaultHttpContext { RequestServices = _host.Host.Services }, principal, signIn);
        await _host.Tokens.SignInAsync(new DefaultHttpContext { RequestServices = _host.Host.Services }, principal, signIn);

        Assert.Single(_host.Host.Logs.Of("session_weak_setting"));
    }

    [Fact]
    public async Task A_sign_in_leaves_the_session_of_the_request_s_cookie_alone()
    {
        using Browser browser = _host.Host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        string? cookie = browser.Token;

        await browser.SendAsync(HttpMethod.Post, "/login/ada", content: null, ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(cookie, browser.Token);
        Assert.Equal("ada", (await browser.GetAsync("/who")).Body);
        Assert.Equal(2, (await _host.Host.Manager.ListAsync("ada")).Count);
    }

    private static (HttpStatusCode, string?) Outcome(TokenReply reply) => (reply.Status, reply.Error);

    private sealed class Here : IGeoLocator
    {
        public ValueTask<GeoPoint?> LocateAsync(IPAddress address, CancellationToken cancellationToken) =>
            ValueTask.FromResult<GeoPoint?>(new GeoPoint(52.52, 13.405) { Country = "Germany", City = "Berlin" });
    }

    private sealed class RoleRefresher : IPrincipalRefresher
    {
        private bool _isHealed;

        public void Heal() => _isHealed = true;

        public ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context) => context.UserId switch
        {
            "gone" => ValueTask.FromResult<ClaimsPrincipal?>(null),
            "throw" when !_isHealed => throw new InvalidOperationException("The directory is down."),
            _ => ValueTask.FromResult<ClaimsPrincipal?>(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, context.UserId)], "password"))),
        };
    }
}
