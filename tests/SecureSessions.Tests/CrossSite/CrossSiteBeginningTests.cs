using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using SecureSessions.Tests.Signals;
using Xunit;

namespace SecureSessions.Tests.CrossSite;

/// <summary>
/// A request of another site often lacks the cookie of the session that its browser has. It must not begin a session, which could sign the
/// user out, plant values of the other site in the next session, or sign the user in as somebody else.
/// </summary>
public sealed class CrossSiteBeginningTests
{
    private static readonly (string, string)[] FromAnotherSite =
        [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
    private static readonly (string, string)[] AsImage =
        [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image")];

    private int _written;

    [Theory]
    [InlineData(SameSiteMode.Lax)]
    [InlineData(SameSiteMode.Strict)]
    [InlineData(SameSiteMode.None)]
    [Trait("Requirement", "CS-1")]
    [Trait("Requirement", "CS-5")]
    public async Task A_request_without_a_session_is_judged_by_each_row_of_the_table(SameSiteMode sameSite)
    {
        await using SessionHost host = await StartAsync(options =>
        {
            options.Cookie.SameSite = sameSite;
            options.CrossSite.TrustedOrigins.Add(CrossSiteTable.Trusted);
        });
        List<string> wrong = [];
        foreach ((HttpMethod method, (string, string)[] headers, bool allowed) in BeginningTable.Of(sameSite))
        {
            foreach (string path in (string[])["/write", "/sign-in"])
            {
                using Browser browser = host.NewBrowser();
                Page page = await browser.SendAsync(method, path, null, headers);
                bool begins = page.Status == HttpStatusCode.OK && page.SetCookies.Count == 1;
                bool isRefused = page.Status is HttpStatusCode.Forbidden or HttpStatusCode.SeeOther && page.SetCookies.Count == 0;
                if (allowed ? !begins : !isRefused)
                    wrong.Add($"{method} {path} {string.Join(' ', headers)}: {page.Status}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(BeginningTable.Of(sameSite).Count(static row => row.Allowed) * 2, host.Events.Of(SessionEventType.Created).Count);
    }

    [Fact]
    public async Task The_handler_of_a_request_that_may_not_begin_a_session_runs_without_store_calls()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        Page page = await browser.SendAsync(HttpMethod.Post, "/write", null, FromAnotherSite);

        Assert.Equal((1, HttpStatusCode.Forbidden, "", "no-store"), (_written, page.Status, page.Body, page.Header("Cache-Control")));
        Assert.Empty(host.Store.Calls);
        SecureSessionEvent refused = Assert.Single(host.Events.Of(SessionEventType.CrossSiteRefused));
        Assert.Equal(("sec_fetch_site", SessionEventOutcome.Refused, "/write"), (refused.Detail, refused.Outcome, refused.Origin.Path));
    }

    [Fact]
    public async Task A_request_of_another_site_that_begins_no_session_is_served()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(HttpMethod.Post, "/read", null, FromAnotherSite)).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/read", AsImage)).Status);
        Assert.Empty(host.Events.Of(SessionEventType.CrossSiteRefused));
    }

    [Fact]
    public async Task An_app_that_catches_the_refusal_of_a_sign_in_or_of_a_commit_signs_nobody_in_and_stores_nothing()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        Page page = await browser.SendAsync(HttpMethod.Post, "/caught", null, FromAnotherSite);

        Assert.Equal(
            (HttpStatusCode.OK, "CrossSiteRequestException CrossSiteRequestException", 0), (page.Status, page.Body, page.SetCookies.Count));
        Assert.Empty(host.Store.Calls);
    }

    [Fact]
    public async Task An_endpoint_that_lets_other_sites_in_lets_them_begin_a_session()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(HttpMethod.Post, "/hook", null, FromAnotherSite)).Status);
        Assert.NotNull(browser.Token);
    }

    [Theory]
    [InlineData(CrossSiteMode.Report, 1)]
    [InlineData(CrossSiteMode.Off, 0)]
    [Trait("Requirement", "CS-7")]
    public async Task A_session_begun_by_another_site_is_reported_in_report_mode_and_allowed_in_mode_Off(CrossSiteMode mode, int events)
    {
        await using SessionHost host = await StartAsync(options => options.CrossSite.Mode = mode);
        using Browser browser = host.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(HttpMethod.Post, "/sign-in", null, FromAnotherSite)).Status);
        Assert.NotNull(browser.Token);
        Assert.Equal(
            events, host.Events.Of(SessionEventType.CrossSiteRefused).Count(static told => told.Outcome == SessionEventOutcome.Noticed));
    }

    [Theory]
    [InlineData("/write")]
    [InlineData("/sign-in")]
    public async Task With_SameSite_Strict_a_link_of_another_site_leads_to_a_page_whose_own_link_sends_the_cookie(string path)
    {
        await using SessionHost host = await StartAsync(static options => options.Cookie.SameSite = SameSiteMode.Strict);
        using Browser browser = host.NewBrowser();

        Page led = await browser.GetAsync(path + "?x=%22%3E&y=2", FromAnotherSite);
        Assert.Equal(
            (HttpStatusCode.SeeOther, "?x=%22%3E&y=2&from-another-site", "", 0),
            (led.Status, led.Header("Location"), led.Body, led.SetCookies.Count));

        Page page = await browser.GetAsync(path + led.Header("Location"), FromAnotherSite);
        Assert.Equal((HttpStatusCode.OK, "no-store", "DENY"), (page.Status, page.Header("Cache-Control"), page.Header("X-Frame-Options")));
        Assert.Contains("<a href=\"?x=%22%3E&amp;y=2\">Continue to localhost</a>", page.Body, StringComparison.Ordinal);

        Page target = await browser.GetAsync(path + "?x=%22%3E&y=2", [("Sec-Fetch-Site", "same-origin"), .. FromAnotherSite[1..]]);
        Assert.Equal((HttpStatusCode.OK, 1), (target.Status, target.SetCookies.Count));
    }

    [Fact]
    public async Task The_continue_page_of_an_address_without_a_query_leads_back_to_it()
    {
        await using SessionHost host = await StartAsync(static options => options.Cookie.SameSite = SameSiteMode.Strict);
        using Browser browser = host.NewBrowser();

        Page led = await browser.GetAsync("/write", FromAnotherSite);

        Assert.Equal("?from-another-site", led.Header("Location"));
        Assert.Contains(
            "<a href=\"?\">", (await browser.GetAsync("/write?from-another-site", FromAnotherSite)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", HttpStatusCode.Forbidden)]
    [InlineData("GET", HttpStatusCode.OK)]
    [Trait("Requirement", "CS-1")]
    public async Task In_strict_mode_a_post_has_to_name_its_origin_to_begin_a_session(string method, HttpStatusCode status)
    {
        await using SessionHost host = await StartAsync(static options => options.CrossSite.Strict = true);
        using Browser browser = host.NewBrowser();

        Assert.Equal(status, (await browser.SendAsync(new HttpMethod(method), "/sign-in")).Status);
        Assert.Equal(
            status == HttpStatusCode.OK ? null : "no_origin", host.Events.Of(SessionEventType.CrossSiteRefused).SingleOrDefault()?.Detail);
    }

    [Fact]
    public async Task A_link_that_begins_nothing_is_no_attack_in_the_log()
    {
        await using SessionHost host = await StartAsync(static options => options.Cookie.SameSite = SameSiteMode.Strict);
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/write", FromAnotherSite);

        Assert.Empty(host.Events.Of(SessionEventType.CrossSiteRefused));
        Assert.Single(host.Logs.Of("session_cross_site"));
    }

    [Fact]
    [Trait("Requirement", "ID-9")]
    public async Task The_images_of_another_site_make_no_flood_of_its_visitor()
    {
        await using SignalHost signals = await SignalHost.StartAsync();

        for (int i = 0; i <= SecureSessionDefaults.MaxNewSessions; i++)
        {
            signals.Browser.Token = null;
            await signals.Browser.GetAsync("/set/a/1", AsImage);
        }

        Assert.Empty(signals.Of(SessionEventType.FloodDetected));
        Assert.Empty(signals.Of(SessionEventType.Created));
    }

    private Task<SessionHost> StartAsync(Action<SecureSessionOptions>? configure = null) => SessionHost.StartAsync(
        app =>
        {
            app.Map("/write", Write);
            app.Map("/hook", Write).AllowCrossSite();
            app.Map("/read", static (HttpContext context) => context.Session.GetString("a") ?? "none");
            app.Map("/sign-in", static (HttpContext context) => context.SignInAsync(TestUsers.Alice));
            app.Map("/caught", async static (HttpContext context) =>
            {
                Exception signIn = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => context.SignInAsync(TestUsers.Alice));
                context.Session.SetString("a", "1");
                Exception commit = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => context.Session.CommitAsync());
                return $"{signIn.GetType().Name} {commit.GetType().Name}";
            });
        },
        configure);

    private string Write(HttpContext context)
    {
        _written++;
        context.Session.SetString("a", "1");
        return "written";
    }
}
