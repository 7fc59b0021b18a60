extern alias Shop;

using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using SecureSessions.Testing;
using Xunit;
using SameSiteMode = Microsoft.Net.Http.Headers.SameSiteMode;

namespace SecureSessions.Doors.Tests.Testing;

/// <summary>A browser of a test, and what it can do with the session of an app.</summary>
public sealed class TestBrowserTests : IDisposable
{
    private readonly WebApplicationFactory<Shop::Program> _app = ShopApp.Create(static services => services.AddInFront(static app =>
        app.Use(static (context, next) =>
        {
            if (context.Request.Query["set"].ToString() is { Length: > 0 } line)
                context.Response.Headers.Append(HeaderNames.SetCookie, line);
            return context.Request.Path.StartsWithSegments("/echo")
                ? context.Response.WriteAsync(context.Request.Headers.Cookie.ToString())
                : next(context);
        })));

    [Fact]
    public async Task The_session_cookie_is_told_with_its_attributes()
    {
        using TestBrowser alice = await _app.SignInAsync("alice");

        BrowserCookie cookie = alice.SessionCookie!;
        Assert.Equal(64, cookie.Value.Length);
        Assert.Equal(
            new BrowserCookie("__Host-id", cookie.Value, "localhost", true, "/", null, true, true, SameSiteMode.Lax), cookie);
        Assert.Equal([cookie], alice.Cookies);
    }

    [Fact]
    public async Task The_id_that_is_told_is_that_of_the_session_in_the_store()
    {
        using TestBrowser alice = await _app.SignInAsync("alice");

        UserSession session = Assert.Single(await Manager.ListAsync("alice"));
        Assert.Equal(session.Id, alice.SessionId);
        Assert.Equal("alice", await UserAsync(alice));
    }

    [Fact]
    public async Task A_browser_without_a_session_says_so()
    {
        using TestBrowser visitor = _app.CreateBrowser();

        Assert.Equal((null, null), (visitor.SessionCookie, visitor.SessionId));
        Assert.False(await visitor.IsSignedInAsync());
        Assert.Empty(visitor.Cookies);
        await Assert.ThrowsAsync<InvalidOperationException>(visitor.EndSessionAsync);
    }

    [Fact]
    public async Task Two_browsers_have_two_sessions()
    {
        using TestBrowser phone = await _app.SignInAsync("alice");
        using TestBrowser laptop = await _app.SignInAsync("alice");

        Assert.NotEqual(phone.SessionId, laptop.SessionId);
        Assert.Equal(2, (await Manager.ListAsync("alice")).Count);
    }

    [Fact]
    public async Task A_sign_in_keeps_the_cart_of_the_visitor_and_ends_the_earlier_session_of_the_browser()
    {
        using TestBrowser browser = _app.CreateBrowser();
        await browser.PostFormAsync("/cart", [KeyValuePair.Create("items", "2")]);
        SessionId anonymous = browser.SessionId!.Value;

        await browser.SignInAsync("alice");

        Assert.NotEqual(anonymous, browser.SessionId);
        Assert.Equal("2 items", await browser.GetStringAsync("/cart"));
        Assert.Equal(SessionEndReason.Replaced, (await Store.PeekAsync(anonymous, default))!.End!.Reason);
    }

    [Fact]
    public async Task Claims_methods_and_level_are_those_that_the_test_names()
    {
        var named = new TestUser("alice")
        {
            Claims = [new Claim("tenant", "contoso")],
            Roles = ["admin", "editor"],
            AuthenticationMethods = ["pwd", "otp"],
            AuthenticationLevel = "aal2",
            AuthenticationAge = TimeSpan.FromHours(1),
        };

        using TestBrowser alice = await _app.SignInAsync(named);

        UserSession session = Assert.Single(await Manager.ListAsync("alice"));
        Assert.Equal(["pwd", "otp"], session.Authentication!.Methods);
        Assert.Equal("aal2", session.Authentication.Level);
        Assert.Equal(TimeSpan.FromHours(1), session.CreatedAt - session.Authentication.At);
        await alice.RunAsync(context =>
        {
            Assert.True(context.User.IsInRole("admin") && context.User.IsInRole("editor"));
            Assert.Equal("contoso", context.User.FindFirstValue("tenant"));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_principal_of_the_tests_own_is_signed_in_as_it_is()
    {
        var identity = new ClaimsIdentity([new Claim("sub", "7"), new Claim("name", "Ada")], "oidc", "name", "role");

        using TestBrowser ada = await _app.SignInAsync(new TestUser(new ClaimsPrincipal(identity)));

        Assert.Equal("Ada", await ada.GetStringAsync("/me"));
        Assert.Equal(ada.SessionId, Assert.Single(await Manager.ListAsync("7")).Id);
    }

    [Fact]
    public async Task An_authentication_that_the_principals_claims_tell_counts()
    {
        long at = _app.GetClock().GetUtcNow().ToUnixTimeSeconds() - 600;
        var identity = new ClaimsIdentity([new Claim("sub", "7"), new Claim("auth_time", $"{at}"), new Claim("amr", "hwk")], "oidc");

        using TestBrowser ada = await _app.SignInAsync(new TestUser(new ClaimsPrincipal(identity)));

        SessionAuthentication authentication = Assert.Single(await Manager.ListAsync("7")).Authentication!;
        Assert.Equal((at, "hwk"), (authentication.At.ToUnixTimeSeconds(), Assert.Single(authentication.Methods)));
    }

    [Fact]
    public async Task To_ask_whether_a_user_is_signed_in_is_no_activity_and_a_request_of_the_test_is_one()
    {
        using TestBrowser alice = await _app.SignInAsync("alice");

        _app.GetClock().Advance(TimeSpan.FromMinutes(12));
        Assert.True(await alice.IsSignedInAsync());
        _app.GetClock().Advance(TimeSpan.FromMinutes(7));
        await alice.RunAsync(static _ => Task.CompletedTask);
        _app.GetClock().Advance(TimeSpan.FromMinutes(19));
        Assert.True(await alice.IsSignedInAsync());
        _app.GetClock().Advance(TimeSpan.FromMinutes(1));
        Assert.False(await alice.IsSignedInAsync());
    }

    [Fact]
    public async Task What_the_code_of_a_test_writes_is_stored_and_what_it_throws_is_thrown_and_not_stored()
    {
        using TestBrowser alice = await _app.SignInAsync("alice");
        await alice.RunAsync(context =>
        {
            context.Session.SetInt32("items", 5);
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => alice.RunAsync(context =>
        {
            context.Session.SetInt32("items", 6);
            throw new TimeZoneNotFoundException();
        }));

        Assert.Equal("5 items", await alice.GetStringAsync("/cart"));
    }

    [Fact]
    public async Task A_session_that_the_server_has_ended_stays_in_the_browser_until_its_next_request()
    {
        using TestBrowser alice = await _app.SignInAsync("alice");

        Assert.True(await alice.EndSessionAsync());
        Assert.False(await alice.EndSessionAsync());

        Assert.NotNull(alice.SessionCookie);
        Assert.Equal("Who are you?", await alice.GetStringAsync("/me"));
        Assert.Equal(SessionEndReason.Revoked, Assert.Single(await Manager.HistoryAsync("alice")).Reason);
    }

    [Fact]
    [Trait("Requirement", "CS-2")]
    public async Task A_request_of_another_site_is_refused_as_in_production()
    {
        using TestBrowser alice = await _app.SignInAsync("alice");
        using var forged = new HttpRequestMessage(HttpMethod.Post, "/orders");
        forged.Headers.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, (await alice.SendAsync(forged)).StatusCode);
    }

    [Fact]
    public async Task A_request_with_a_token_in_its_header_is_let_in()
    {
        using TestBrowser alice = await _app.SignInAsync("alice");
        Dictionary<string, string> fields = new() { ["items"] = "4" };

        HttpResponseMessage without = await alice.PostAsync("/cart", new FormUrlEncodedContent(fields));
        HttpResponseMessage with = await alice.SendWithTokenAsync(
            new HttpRequestMessage(HttpMethod.Post, "/cart") { Content = new FormUrlEncodedContent(fields) });

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (without.StatusCode, with.StatusCode));
    }

    [Fact]
    public async Task Redirects_are_seen_where_the_test_asks_for_it()
    {
        using TestBrowser visitor = _app.CreateBrowser(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

        HttpResponseMessage answer = await visitor.GetAsync("/me");

        Assert.Equal(
            (HttpStatusCode.Redirect, "/login?ReturnUrl=%2Fme"), (answer.StatusCode, answer.Headers.Location!.PathAndQuery));
    }

    [Fact]
    public async Task Over_plain_HTTP_in_development_the_cookie_of_that_name_is_told()
    {
        using TestBrowser alice = _app.CreateBrowser(
            new WebApplicationFactoryClientOptions { BaseAddress = new Uri("http://localhost:8080/") });

        await alice.SignInAsync("alice");

        Assert.Equal("id", alice.SessionCookie!.Name);
        Assert.Equal(alice.SessionId, Assert.Single(await Manager.ListAsync("alice")).Id);
    }

    [Theory]
    [InlineData("a=1", "a=1")]
    [InlineData("a=1; Path=/echo", "a=1")]
    [InlineData("a=1; Path=/echoes", "")]
    [InlineData("a=1; Domain=localhost", "a=1")]
    [InlineData("a=1; Domain=example.org", "")]
    [InlineData("a=1; Max-Age=0", "")]
    [InlineData("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "")]
    [InlineData("__Host-a=1; Secure; Path=/", "__Host-a=1")]
    [InlineData("__Host-a=1; Path=/", "")]
    [InlineData("__Host-a=1; Secure; Path=/echo", "")]
    [InlineData("__Host-a=1; Secure; Path=/; Domain=localhost", "")]
    [InlineData("__Secure-a=1", "")]
    [InlineData("nonsense", "")]
    public async Task Cookies_are_kept_and_sent_as_browsers_do(string line, string sent)
    {
        using TestBrowser browser = _app.CreateBrowser();

        await browser.GetAsync($"/echo?set={Uri.EscapeDataString(line)}");

        Assert.Equal(sent, await browser.GetStringAsync("/echo"));
    }

    [Fact]
    public async Task A_cookie_ends_by_the_clock_of_the_test_and_is_replaced_by_one_of_its_name()
    {
        using TestBrowser browser = _app.CreateBrowser();
        await browser.GetAsync("/echo?set=a%3D1%3B+Max-Age%3D60");
        await browser.GetAsync("/echo?set=b%3D1");
        await browser.GetAsync("/echo?set=b%3D2");
        Assert.Equal("a=1; b=2", await browser.GetStringAsync("/echo"));

        _app.GetClock().Advance(TimeSpan.FromSeconds(60));

        Assert.Equal("b=2", await browser.GetStringAsync("/echo"));
    }

    public void Dispose() => _app.Dispose();

    private ISecureSessionManager Manager => _app.Services.GetRequiredService<ISecureSessionManager>();

    private ISecureSessionStore Store => _app.Services.GetRequiredService<ISecureSessionStore>();

    private static Task<string> UserAsync(TestBrowser browser) => browser.GetStringAsync("/me");
}
