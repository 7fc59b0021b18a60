using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Sample;

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
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            page.Header("Content-Security-Policy"));
        Assert.Equal(("nosniff", "same-origin"), (page.Header("X-Content-Type-Options"), page.Header("Referrer-Policy")));
        Assert.Contains("camera=()", page.Header("Permissions-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/account")]
    [InlineData("/devices")]
    [InlineData("/security")]
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
    public async Task The_numbers_are_those_of_this_app()
    {
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");
        using Browser alice = await _site.NewSignedInBrowserAsync();
        await SampleSite.LogOutAsync(alice);

        Page page = await admin.GetAsync("/metrics");

        Assert.StartsWith("text/plain", page.Header("Content-Type"), StringComparison.Ordinal);
        string[] lines = page.Body.Split('\n');
        Assert.Contains("securesessions.sessions.active 1", lines);
        Assert.Contains("securesessions.sessions.created{kind=\"user\"} 2", lines);
        Assert.Contains("securesessions.sessions.ended{reason=\"SignedOut\"} 1", lines);
        Assert.Contains("securesessions.sign_ins{outcome=\"success\"} 2", lines);
        Assert.Contains(lines, static line => line.StartsWith("securesessions.store.duration{operation=\"create\",outcome=\"ok\"} count 2 mean ", StringComparison.OrdinalIgnoreCase));
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
}
