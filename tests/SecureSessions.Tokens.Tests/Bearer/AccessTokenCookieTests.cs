using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Bearer;

/// <summary>An access token in a cookie, for APIs behind the origin of the app.</summary>
public sealed class AccessTokenCookieTests
{
    private const string Cookie = SessionTokenDefaults.AccessTokenCookieName;

    [Fact]
    [Trait("Requirement", "TK-11")]
    public async Task The_page_gets_a_cookie_that_no_script_reads_and_no_token()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);

        Page page = await AskAsync(browser);

        string line = Assert.Single(page.SetCookies);
        string value = browser.Jar[Cookie]!.Value;
        Assert.Equal($"__Host-at={value}; Max-Age=900; Path=/; Secure; HttpOnly; SameSite=Strict", line);
        Assert.Equal("""{"token_type":"Bearer","expires_in":900}""", page.Body);
        Assert.Equal("no-store", page.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("GET", "cross-site", 200)]
    [InlineData("POST", "same-origin", 200)]
    [InlineData("POST", "none", 200)]
    [InlineData("POST", "same-site", 403)]
    [InlineData("POST", "cross-site", 403)]
    [InlineData("DELETE", "cross-site", 403)]
    [Trait("Requirement", "CS-1")]
    public async Task A_request_that_changes_something_is_refused_if_another_site_sent_it(string method, string site, int status)
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);

        Page page = await browser.SendAsync(new HttpMethod(method), "/orders", content: null, ("Sec-Fetch-Site", site));

        Assert.Equal((status, status == 200 ? "done" : ""), ((int)page.Status, page.Body));
        Assert.Equal(status == 403 ? 1 : 0, host.Host.Events.Of(SessionEventType.CrossSiteRefused).Count);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("https://localhost", 200)]
    [InlineData("https://trusted.example", 200)]
    public async Task A_browser_without_fetch_metadata_is_judged_by_its_origin(string origin, int status)
    {
        await using TokenHost host = await StartAsync(static options => options.CrossSite.TrustedOrigins.Add("https://trusted.example"));
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);

        Page page = await browser.SendAsync(HttpMethod.Post, "/orders", content: null, ("Origin", origin));

        Assert.Equal(status, (int)page.Status);
    }

    [Fact]
    public async Task A_handshake_of_a_web_socket_from_another_site_is_refused()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);

        HttpContext answer = await host.Host.SendAsync(context =>
        {
            context.Request.Path = "/orders";
            context.Request.Headers.Cookie = browser.Jar.Header;
            context.Request.Headers.Upgrade = "websocket";
            context.Request.Headers.Origin = "https://evil.example";
        });

        Assert.Equal(StatusCodes.Status403Forbidden, answer.Response.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_that_takes_requests_of_other_sites_takes_them()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);

        Page page = await browser.SendAsync(HttpMethod.Post, "/webhook", content: null, ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    [Fact]
    public async Task Where_other_sites_are_only_reported_the_request_is_let_through()
    {
        await using TokenHost host = await StartAsync(static options => options.CrossSite.Mode = CrossSiteMode.Report);
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);

        Page page = await browser.SendAsync(HttpMethod.Post, "/orders", content: null, ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(
            SessionEventOutcome.Noticed, Assert.Single(host.Host.Events.Of(SessionEventType.CrossSiteRefused)).Outcome);
    }

    [Fact]
    public async Task An_API_that_was_not_told_to_does_not_read_the_cookie()
    {
        await using TokenHost host = await StartAsync(reads: false);
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/orders")).Status);
    }

    [Theory]
    [InlineData("Bearer no-token")]
    [InlineData("Basic YWRhOng=")]
    public async Task What_the_caller_sends_itself_stands_above_the_cookie(string authorization)
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/orders", ("Authorization", authorization))).Status);
    }

    [Fact]
    public async Task Two_cookies_of_the_name_are_as_none()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);

        HttpContext answer = await host.Host.SendAsync(context =>
        {
            context.Request.Path = "/orders";
            context.Request.Headers.Cookie = $"{browser.Jar.Header}; {Cookie}=planted";
        });

        Assert.Equal(StatusCodes.Status401Unauthorized, answer.Response.StatusCode);
    }

    [Theory]
    [InlineData("/sign-out")]
    [InlineData("/sign-in/bob")]
    [Trait("Requirement", "TM-1")]
    public async Task A_sign_out_and_a_sign_in_delete_it_and_no_API_takes_a_copy(string path)
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);
        using Browser copy = browser.Copy();

        Page page = await browser.GetAsync(path);

        Assert.Contains(
            $"{Cookie}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; Secure; HttpOnly; SameSite=Strict", page.SetCookies);
        Assert.Null(browser.Jar[Cookie]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await copy.GetAsync("/orders")).Status);
    }

    [Fact]
    public async Task A_sign_out_deletes_it_where_nobody_is_signed_in_any_more()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);
        browser.Token = null;

        await browser.GetAsync("/sign-out");

        Assert.Null(browser.Jar[Cookie]);
    }

    // The request that finds the end is one of a script: the cookie of the session stays for the page that shows why it has ended.
    [Fact]
    public async Task A_request_that_finds_that_the_session_has_ended_deletes_it_where_it_brought_it()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);
        using Browser without = browser.Copy();
        without.Jar.Plant(Cookie, null);
        await host.Host.Manager.EndAllAsync("ada");

        Assert.Empty((await without.GetAsync("/who")).SetCookies);
        Page page = await browser.GetAsync("/who");

        Assert.StartsWith($"{Cookie}=; Max-Age=0", Assert.Single(page.SetCookies), StringComparison.Ordinal);
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.Equal((true, true), (browser.Jar[Cookie] is null, browser.Token is not null));
    }

    [Fact]
    public async Task The_next_question_deletes_it_too()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);
        browser.Token = null;

        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(browser)).Status);

        Assert.Null(browser.Jar[Cookie]);
    }

    [Fact]
    public async Task A_sign_out_that_the_store_failed_at_leaves_it()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);
        host.Host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.End);

        Page page = await browser.GetAsync("/sign-out");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 0), (page.Status, page.SetCookies.Count));
    }

    [Fact]
    public async Task An_app_that_gives_no_such_cookie_deletes_none()
    {
        await using TokenHost host = await TokenHost.StartAsync();
        using Browser browser = await SignInAsync(host);
        browser.Jar.Plant(Cookie, "of another app");

        Page page = await browser.GetAsync("/sign-out");

        Assert.StartsWith(SecureSessionDefaults.CookieName, Assert.Single(page.SetCookies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_user_of_the_browser_is_not_taken_for_the_one_before()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);

        await browser.GetAsync("/sign-in/bob");

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/orders")).Status);
        await AskAsync(browser);
        Assert.Equal("bob", (await browser.GetAsync("/api")).Body);
    }

    [Fact]
    public async Task Another_site_cannot_have_the_cookie_set()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);

        Page page = await browser.SendAsync(
            HttpMethod.Post, "/session/tokens/access", content: null, ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Null(browser.Jar[Cookie]);
    }

    [Fact]
    public async Task An_API_in_another_process_reads_it_by_the_same_rules()
    {
        await using TokenHost host = await StartAsync();
        await using ResourceServer server = await ResourceServer.StartAsync(
            host,
            SessionCheck.Introspect(new Uri($"{TokenHost.Issuer}/session/tokens/introspect"), static request =>
            {
                request.Headers.Add("X-Key", TokenHost.IntrospectionKey);
                return ValueTask.CompletedTask;
            }),
            Cookie);
        using Browser browser = await SignInAsync(host);
        await AskAsync(browser);
        string cookies = browser.Jar.Header!;

        Assert.Equal(HttpStatusCode.OK, await server.StatusByCookieAsync(HttpMethod.Get, cookies, "cross-site"));
        Assert.Equal(HttpStatusCode.OK, await server.StatusByCookieAsync(HttpMethod.Post, cookies, "same-origin"));
        Assert.Equal(HttpStatusCode.Forbidden, await server.StatusByCookieAsync(HttpMethod.Post, cookies, "cross-site"));
        await browser.GetAsync("/sign-out");
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusByCookieAsync(HttpMethod.Get, cookies, "same-origin"));
    }

    [Fact]
    public async Task A_token_that_no_browser_would_keep_is_an_error_and_no_cookie()
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings
        {
            Endpoints = static endpoints => endpoints.AccessTokenCookieName = Cookie,
            Tokens = static tokens => tokens.SelectClaims = static context => context.Add("story", new string('x', 4096)),
        });
        using Browser browser = await SignInAsync(host);

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(browser));

        Assert.Contains("SelectClaims", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("at")]
    [InlineData("__Secure-at")]
    [InlineData("__host-at")]
    [InlineData("__Host-")]
    [InlineData("__Host-a t")]
    [InlineData(SecureSessionDefaults.CookieName)]
    public async Task A_name_that_browsers_do_not_protect_is_refused(string name)
    {
        string[] bearer = await StartUpErrors.OfAsync(
            () => TokenHost.StartAsync(new TokenHostSettings { Bearer = options => options.AccessTokenCookieName = name }));
        InvalidOperationException endpoints = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TokenHost.StartAsync(new TokenHostSettings { Endpoints = options => options.AccessTokenCookieName = name }));

        Assert.StartsWith($"AccessTokenCookieName is '{name}'. ", Assert.Single(bearer), StringComparison.Ordinal);
        Assert.StartsWith($"AccessTokenCookieName is '{name}'. ", endpoints.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_that_looks_at_signatures_only_must_not_read_cookies()
    {
        string[] errors = await StartUpErrors.OfAsync(() => TokenHost.StartAsync(new TokenHostSettings
        {
            Check = SessionCheck.SignatureOnly,
            Bearer = static bearer => bearer.AccessTokenCookieName = Cookie,
        }));

        Assert.Contains("next user", Assert.Single(errors), StringComparison.Ordinal);
    }

    private static Task<TokenHost> StartAsync(Action<SecureSessionOptions>? sessions = null, bool reads = true) =>
        TokenHost.StartAsync(new TokenHostSettings
        {
            Sessions = sessions,
            Endpoints = static endpoints => endpoints.AccessTokenCookieName = Cookie,
            Bearer = bearer => bearer.AccessTokenCookieName = reads ? Cookie : null,
            Map = static app =>
            {
                var policy = new AuthorizeAttribute { AuthenticationSchemes = JwtBearerDefaults.AuthenticationScheme };
                app.MapMethods("/orders", ["GET", "POST", "DELETE"], static context => context.Response.WriteAsync("done"))
                    .WithoutSession().RequireAuthorization(policy);
                app.MapPost("/webhook", static context => context.Response.WriteAsync("done"))
                    .WithoutSession().RequireAuthorization(policy).AllowCrossSite();
            },
        });

    private static async Task<Browser> SignInAsync(TokenHost host)
    {
        Browser browser = host.Host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        return browser;
    }

    private static Task<Page> AskAsync(Browser browser) =>
        browser.SendAsync(HttpMethod.Post, "/session/tokens/access", content: null, ("Sec-Fetch-Site", "same-origin"));
}
