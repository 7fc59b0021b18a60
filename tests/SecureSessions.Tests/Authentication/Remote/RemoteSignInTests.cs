using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Authentication.Remote;

/// <summary>
/// Remote providers sign in to our sessions. WebApplication serves their callbacks inside the authentication middleware that it inserts by
/// itself, before <c>UseSecureSessions()</c>.
/// </summary>
public sealed class RemoteSignInTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(new SessionHostSettings { ConfigureServices = AddProviders, Map = app => _script.Map(app) });
        _browser = _host.NewBrowser();
        await _script.RunAsync(_browser, context => context.Session.SetString("basket", "3 apples"));
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    [Trait("Requirement", "RG-2")]
    public async Task An_oauth_callback_signs_in_to_a_new_session_with_the_values_of_the_anonymous_one()
    {
        using Browser thief = _browser.Copy();

        Page page = await _browser.GetAsync(await OAuthCallbackAsync("good"));

        Assert.Equal((HttpStatusCode.Redirect, "/basket"), (page.Status, page.Header("Location")));
        Assert.Equal(("alice", "3 apples"), await FactsAsync(_browser));
        Assert.Equal((null, null), await FactsAsync(thief));
        Assert.Equal("access", await _script.AskAsync(_browser, context => context.GetTokenAsync("access_token")));
    }

    [Fact]
    public async Task An_oauth_callback_with_a_bad_code_signs_nobody_in()
    {
        string callback = await OAuthCallbackAsync("bad");

        await Assert.ThrowsAsync<AuthenticationFailureException>(() => _browser.GetAsync(callback));

        Assert.Equal((null, "3 apples"), await FactsAsync(_browser));
    }

    [Fact]
    [Trait("Requirement", "RG-2")]
    public async Task A_callback_posted_across_sites_signs_in_without_the_values_as_the_Lax_cookie_stays_away()
    {
        string state = await ChallengeAsync(FormPostHandler.Name);
        _browser.Token = null;

        Page page = await PostCallbackAsync(_browser, state);

        Assert.Equal((HttpStatusCode.Redirect, "/basket"), (page.Status, page.Header("Location")));
        Assert.Equal(("alice", null), await FactsAsync(_browser));
        Assert.Equal("id.token.of.alice", await _script.AskAsync(_browser, context => context.GetTokenAsync("id_token")));
    }

    [Fact]
    public async Task The_answer_to_a_callback_is_kept_out_of_caches_and_carries_the_hardened_cookie()
    {
        string state = await ChallengeAsync(FormPostHandler.Name);

        Page page = await PostCallbackAsync(_browser, state);

        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Contains(
            page.SetCookies,
            line =>
                line.StartsWith("__Host-id=", StringComparison.Ordinal)
                    && line.EndsWith("; Path=/; Secure; HttpOnly; SameSite=Lax", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_callback_that_another_browser_began_signs_nobody_in()
    {
        string state = await ChallengeAsync(FormPostHandler.Name);
        using Browser victim = _host.NewBrowser();

        await Assert.ThrowsAsync<AuthenticationFailureException>(() => PostCallbackAsync(victim, state));

        Assert.Null(victim.Token);
    }

    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_callback_whose_session_cannot_be_stored_is_answered_503()
    {
        string callback = await OAuthCallbackAsync("good");
        _host.Store.Fail(StoreFault.ThrowsAfterDoing, StoreOperation.Create);

        Page page = await _browser.GetAsync(callback);

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "", "5", 0), (page.Status, page.Body, page.Header("Retry-After"), page.SetCookies.Count));
        Assert.Equal((null, null), await FactsAsync(_browser));
    }

    [Theory]
    [InlineData(ServerKind.TestServer)]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    [Trait("Requirement", "MS-3")]
    public async Task A_callback_beyond_the_limit_of_sessions_is_answered_409(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = server,
            Configure = static options => (options.MaxSessionsPerUser, options.SessionLimit) = (1, SessionLimitBehavior.RefuseNew),
            ConfigureServices = AddProviders,
            Map = app => { SmallApp.Map(app); _script.Map(app); },
        });
        using Browser first = host.NewBrowser();
        await first.GetAsync("/sign-in/alice");
        using Browser second = host.NewBrowser();

        Page page = await PostCallbackAsync(second, await ChallengeAsync(FormPostHandler.Name, second));

        Assert.Equal((HttpStatusCode.Conflict, "", 0), (page.Status, page.Body, page.SetCookies.Count));
        Assert.Equal("alice nobody", $"{(await first.GetAsync("/who")).Body} {(await second.GetAsync("/who")).Body}");
    }

    // The provider is on a host of the same site, so that the browser sends the Lax cookie along, or on another.
    [Theory]
    [Trait("Requirement", "CS-3")]
    [InlineData(true, "same-site", "https://login.localhost")]
    [InlineData(false, "cross-site", "https://idp.example")]
    [InlineData(false, "cross-site", "null")]
    public async Task The_callback_of_a_provider_is_let_in_by_itself(bool bringsCookie, string site, string origin)
    {
        string state = await ChallengeAsync(FormPostHandler.Name);
        if (!bringsCookie)
            _browser.Token = null;

        Page page = await PostCallbackAsync(_browser, state, ("Sec-Fetch-Site", site), ("Origin", origin));

        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Equal(("alice", bringsCookie ? "3 apples" : null), await FactsAsync(_browser));
        Assert.Empty(_host.Events.Of(SessionEventType.CrossSiteRefused));
    }

    [Theory]
    [Trait("Requirement", "CS-3")]
    [InlineData("/signed-out-elsewhere", HttpStatusCode.NotFound)]
    [InlineData("/SIGNIN-OAUTH", HttpStatusCode.InternalServerError)]
    [InlineData("/signin-oidc/more", HttpStatusCode.Forbidden)]
    [InlineData("/elsewhere", HttpStatusCode.Forbidden)]
    public async Task All_paths_of_a_provider_and_no_others_are_let_in_from_another_site(string path, HttpStatusCode status)
    {
        Task<Page> post = _browser.SendAsync(
            HttpMethod.Post, path, new FormUrlEncodedContent([]), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://login.localhost"));

        if (status == HttpStatusCode.InternalServerError)
            await Assert.ThrowsAsync<AuthenticationFailureException>(() => post);
        else
            Assert.Equal(status, (await post).Status);
    }

    [Fact]
    public async Task An_app_with_a_provider_and_a_Strict_cookie_does_not_start()
    {
        InvalidOperationException error =
            await Assert.ThrowsAsync<InvalidOperationException>(() => SessionHost.StartAsync(new SessionHostSettings
            {
                Configure = static options => options.Cookie.SameSite = SameSiteMode.Strict,
                ConfigureServices = AddProviders,
            }));

        Assert.Contains("the scheme 'oauth'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Set Cookie.SameSite = SameSiteMode.Lax", error.Message, StringComparison.Ordinal);
    }

    private static void AddProviders(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication()
            .AddOAuth("oauth", static options =>
            {
                options.SignInScheme = SecureSessionDefaults.AuthenticationScheme;
                (options.ClientId, options.ClientSecret) = ("app", "not a secret");
                (options.AuthorizationEndpoint, options.TokenEndpoint) = ("https://idp.example/authorize", "https://idp.example/token");
                options.CallbackPath = "/signin-oauth";
                options.BackchannelHttpHandler = new FakeTokenEndpoint();
                options.SaveTokens = true;
                options.Events = new OAuthEvents
                {
                    OnCreatingTicket = static created =>
                    {
                        created.Identity!.AddClaims(TestUsers.Alice.Claims);
                        return Task.CompletedTask;
                    },
                };
            })
            .AddRemoteScheme<FormPostOptions, FormPostHandler>(FormPostHandler.Name, FormPostHandler.Name, static options =>
            {
                options.SignInScheme = SecureSessionDefaults.AuthenticationScheme;
                options.CallbackPath = FormPostHandler.Callback;
            });
    }

    /// <summary>Sends the browser to the provider; returns the state that it takes along.</summary>
    private async Task<string> ChallengeAsync(string scheme, Browser? browser = null)
    {
        Page page = await _script.RunAsync(
            browser ?? _browser, context => context.ChallengeAsync(scheme, new AuthenticationProperties { RedirectUri = "/basket" }));
        return QueryHelpers.ParseQuery(new Uri(page.Header("Location")).Query)["state"]!;
    }

    private async Task<string> OAuthCallbackAsync(string code) =>
        $"/signin-oauth?code={code}&state={Uri.EscapeDataString(await ChallengeAsync("oauth"))}";

    private static Task<Page> PostCallbackAsync(Browser browser, string state, params (string, string)[] headers) => browser.SendAsync(
        HttpMethod.Post, FormPostHandler.Callback, new FormUrlEncodedContent(
            new Dictionary<string, string> { ["state"] = state, ["user"] = "alice" }), headers);

    private Task<(string?, string?)> FactsAsync(Browser browser) =>
        _script.AskAsync(browser, context => (context.User.FindFirstValue(ClaimTypes.NameIdentifier), context.Session.GetString("basket")));
}
