using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>What is there for operators and for the page's script.</summary>
public sealed class SampleOperationsTests : IAsyncDisposable
{
    private readonly SampleSite _site = new();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/account")]
    [InlineData("/site.css")]
    [InlineData("/no-such-page")]
    [InlineData("/session/status")]
    public async Task Every_answer_tells_browsers_what_its_page_may_do(string path)
    {
        using Browser browser = _site.NewBrowser();
        Page page = await browser.GetAsync(path);

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri "
            + "'none'; frame-ancestors 'none'",
            page.Header("Content-Security-Policy"));
        Assert.Equal(("nosniff", "same-origin"), (page.Header("X-Content-Type-Options"), page.Header("Referrer-Policy")));
        Assert.Equal("same-origin", page.Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", page.Header("Permissions-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/account")]
    [InlineData("/devices")]
    [InlineData("/security")]
    [InlineData("/second-factor")]
    [InlineData("/admin")]
    [InlineData("/reauthenticate")]
    [InlineData("/signed-out")]
    [InlineData("/denied")]
    public async Task No_page_needs_script_or_style_inside_it(string path)
    {
        using Browser browser = await _site.NewSignedInBrowserAsync("admin");
        string body = (await browser.GetAsync(path)).Body;

        Assert.Contains("</html>", body, StringComparison.Ordinal);
        Assert.DoesNotMatch("<style|<script(?! type=\"module\" src=\"/)| style=| on[a-z]+=", body);
    }

    [Fact]
    public async Task Whether_the_node_is_ready_can_be_asked_without_a_session()
    {
        using Browser browser = _site.NewBrowser();
        Page page = await browser.GetAsync("/readyz");
        Assert.Equal((HttpStatusCode.OK, "Healthy", null), (page.Status, page.Body, browser.Token));
    }

    [Fact]
    public async Task The_numbers_can_be_scraped_by_an_admin()
    {
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");
        using Browser alice = await _site.NewSignedInBrowserAsync();
        await SampleSite.LogOutAsync(alice);

        Page page = await admin.GetAsync("/metrics");

        Assert.StartsWith("text/plain", page.Header("Content-Type"), StringComparison.Ordinal);
        Assert.InRange(ValueOf(page, "securesessions_sessions_created[a-z_]*", "kind=\"user\""), 2, double.MaxValue);
        Assert.InRange(ValueOf(page, "securesessions_sessions_ended[a-z_]*", "reason=\"signed_out\""), 1, double.MaxValue);
        Assert.InRange(ValueOf(page, "securesessions_sign_ins[a-z_]*", "outcome=\"success\""), 2, double.MaxValue);
        Assert.InRange(ValueOf(page, "securesessions_store_duration_seconds_count", "operation=\"[Cc]reate\""), 2, double.MaxValue);
    }

    [Theory]
    [InlineData("/no-such-page", 404, "There is no such page")]
    [InlineData("/status/404", 404, "There is no such page")]
    [InlineData("/logout", 405, "That cannot be opened")]
    public async Task Nobody_is_left_with_an_empty_page(string path, int status, string title)
    {
        using Browser browser = _site.NewBrowser();
        Page forPeople = await browser.GetAsync(path, ("Accept", "text/html,*/*"));
        Page forScripts = await browser.GetAsync(path, ("Accept", "*/*"));

        Assert.Equal(status, (int)forPeople.Status);
        Assert.Contains($"<h1>{title}</h1>", forPeople.Body, StringComparison.Ordinal);
        Assert.Equal((status, ""), ((int)forScripts.Status, forScripts.Body));
    }

    [Fact]
    public async Task A_form_that_is_refused_leads_to_a_page_too()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        Page answer = await browser.SendAsync(
            HttpMethod.Post,
            "/account",
            new FormUrlEncodedContent([new("note", "x")]),
            ("Sec-Fetch-Site", "same-origin"),
            ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("<h1>That could not be sent</h1>", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_named_in_the_settings_is_not_answered()
    {
        using Browser browser = _site.NewBrowser("evil.example");
        Page page = await browser.GetAsync("/account");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("evil.example", page.Header("Location") ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browsers_are_told_to_come_by_https_alone_for_a_year()
    {
        await using var site = SampleSite.With("AllowedHosts", "site.example");
        using Browser browser = site.NewBrowser("site.example");
        Assert.Equal("max-age=31536000; includeSubDomains", (await browser.GetAsync("/")).Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task The_live_stream_is_for_signed_in_users_and_refuses_others_without_a_redirect()
    {
        using Browser browser = _site.NewBrowser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/live")).Status);
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    [Trait("Requirement", "TO-7")]
    public async Task The_live_stream_ends_with_its_session_and_keeps_it_alive_no_longer()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        using Browser other = await _site.NewSignedInBrowserAsync();
        _site.Clock.Advance(TimeSpan.FromMinutes(3));
        using HttpResponseMessage stream = await browser.OpenAsync("/live");
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());

        Assert.Equal("event: heartbeat", await reader.ReadLineAsync());
        string status = (await browser.GetAsync("/session/status")).Body;
        await SampleSite.SubmitAsync(other, "/devices", "/devices?handler=End", new() { ["id"] = SampleSite.IdOf(browser) });

        Assert.Equal("data: alive\n\n", await reader.ReadToEndAsync().WaitAsync(Patience.Limit));
        Assert.Contains("\"idleSeconds\":1020", status, StringComparison.Ordinal);
    }

    // The sum, and at least: other apps in this process have meters of the same name, each with a line of its own.
    private static double ValueOf(Page page, string name, string tag)
    {
        MatchCollection lines = Regex.Matches(page.Body, $"^{name}\\{{[^}}]*{tag}[^}}]*\\}} (?<value>\\S+)", RegexOptions.Multiline);
        Assert.True(lines.Count > 0, page.Body);
        return lines.Sum(static line => double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture));
    }
}
