using System.Net;
using System.Web;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class SampleLoginTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Theory]
    [InlineData("alice", "Wonderland-7-teapots")]
    [InlineData("admin", "Orchard-4-lanterns")]
    public async Task The_users_that_the_login_page_shows_can_sign_in(string name, string password)
    {
        using Browser browser = site.NewBrowser();
        string page = (await browser.GetAsync("/login")).Body;
        Assert.True(page.Contains(name, StringComparison.Ordinal) && page.Contains(password, StringComparison.Ordinal));

        Page answer = await SampleSite.LogInAsync(browser, name, password);
        Assert.Equal((HttpStatusCode.Redirect, "/account"), (answer.Status, answer.Header("Location")));
        Assert.Contains($"<dd id=\"user\">{name}</dd>", (await browser.GetAsync("/account")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answer_and_no_session()
    {
        using Browser browser = site.NewBrowser();
        Page wrong = await SampleSite.LogInAsync(browser, "alice", "Orchard-4-lanterns");
        Page unknown = await SampleSite.LogInAsync(browser, "bob", "Orchard-4-lanterns");

        Assert.Contains("User name or password is wrong.", wrong.Body, StringComparison.Ordinal);
        Assert.Equal(WithoutToken(wrong), WithoutToken(unknown));
        Assert.Null(browser.Token);
    }

    [Theory]
    [InlineData("/account?from=mail", "/account?from=mail")]
    [InlineData("https://evil.example/", "/account")]
    [InlineData("//evil.example", "/account")]
    [InlineData("/\\evil.example", "/account")]
    [InlineData("", "/account")]
    public async Task A_login_goes_on_to_the_return_url_only_if_it_is_local(string returnUrl, string target)
    {
        using Browser browser = site.NewBrowser();
        Page answer = await SampleSite.LogInAsync(
            browser, "alice", "Wonderland-7-teapots", "/login?ReturnUrl=" + Uri.EscapeDataString(returnUrl));
        Assert.Equal((HttpStatusCode.Redirect, target), (answer.Status, answer.Header("Location")));
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_sent_from_the_account_page_to_login_and_back()
    {
        using Browser browser = site.NewBrowser();
        Page answer = await browser.GetAsync("/account?tab=1");
        Assert.Equal("https://localhost/login?ReturnUrl=%2Faccount%3Ftab%3D1", answer.Header("Location"));
    }

    [Fact]
    [Trait("Requirement", "CS-5")]
    public async Task A_login_form_that_another_site_posts_is_refused_though_its_author_has_a_token()
    {
        using Browser browser = site.NewBrowser();
        Dictionary<string, string> form = new()
        {
            [SampleSite.TokenField] = SampleSite.TokenIn((await browser.GetAsync("/login")).Body),
            ["username"] = "alice",
            ["password"] = "Wonderland-7-teapots",
        };

        Page answer = await browser.SendAsync(
            HttpMethod.Post,
            "/login",
            new FormUrlEncodedContent(form),
            ("Sec-Fetch-Site", "cross-site"),
            ("Origin", "https://evil.example"));
        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.Status, browser.Token));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync("/login", form)).Status);
    }

    [Fact]
    [Trait("Requirement", "CS-5")]
    public async Task A_login_form_without_its_token_is_refused_and_begins_no_session()
    {
        using Browser browser = site.NewBrowser();
        Page answer = await browser.SubmitAsync(
            "/login", new Dictionary<string, string> { ["username"] = "alice", ["password"] = "Wonderland-7-teapots" });
        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.Status, browser.Token));
    }

    [Fact]
    public async Task No_page_sets_a_cookie_beside_the_sessions()
    {
        using Browser browser = site.NewBrowser();
        Assert.Empty((await browser.GetAsync("/login")).SetCookies);
        await SampleSite.LogInAsync(browser, "alice", "Wonderland-7-teapots");
        Assert.Equal(1, browser.Jar.Count);
    }

    [Fact]
    public async Task What_a_visitor_typed_never_comes_back_as_markup()
    {
        using Browser browser = site.NewBrowser();
        Page answer = await SampleSite.LogInAsync(browser, "<script>alert(1)</script>", "x", "/login?ReturnUrl=%22%3E%3Cscript%3E");
        Assert.DoesNotContain("<script>", HttpUtility.UrlDecode(answer.Body), StringComparison.OrdinalIgnoreCase);
    }

    private static string WithoutToken(Page page) =>
        string.Join('\n', page.Body.Split('\n').Where(static line => !line.Contains(SampleSite.TokenField, StringComparison.Ordinal)));
}
