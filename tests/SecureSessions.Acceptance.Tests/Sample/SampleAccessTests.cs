using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>Who may see which page.</summary>
public sealed class SampleAccessTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Theory]
    [InlineData("/account")]
    [InlineData("/devices")]
    [InlineData("/security")]
    [InlineData("/admin")]
    [InlineData("/metrics")]
    [InlineData("/reauthenticate")]
    public async Task Who_is_not_signed_in_is_sent_to_login_and_back(string path)
    {
        using Browser browser = site.NewBrowser();
        Page page = await browser.GetAsync(path);
        Assert.Equal(
            (HttpStatusCode.Redirect, $"https://localhost/login?ReturnUrl={Uri.EscapeDataString(path)}"),
            (page.Status, page.Header("Location")));
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/metrics")]
    public async Task Who_lacks_the_role_is_told_so_with_403(string path)
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        Page sent = await browser.GetAsync(path);
        Page told = await browser.GetAsync("/denied");

        Assert.Equal($"https://localhost/denied?ReturnUrl={Uri.EscapeDataString(path)}", sent.Header("Location"));
        Assert.Equal(HttpStatusCode.Forbidden, told.Status);
        Assert.Contains("your role does not let you see this page", told.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice", "/account", "/devices", "/security", "/reauthenticate", "/signed-out")]
    [InlineData("admin", "/account", "/devices", "/security", "/admin", "/metrics")]
    public async Task Each_user_sees_the_pages_that_are_theirs(string user, params string[] paths)
    {
        using Browser browser = await site.NewSignedInBrowserAsync(user);
        foreach (string path in paths)
            Assert.Equal((path, HttpStatusCode.OK), (path, (await browser.GetAsync(path)).Status));
    }

    [Theory]
    [InlineData("/account")]
    [InlineData("/devices?handler=End")]
    [InlineData("/devices?handler=EndOthers")]
    [InlineData("/admin?handler=End")]
    [InlineData("/admin?handler=EndAll")]
    [InlineData("/admin?handler=Role")]
    [InlineData("/reauthenticate")]
    [Trait("Requirement", "CS-4")]
    public async Task A_form_without_its_token_is_refused(string action)
    {
        using Browser browser = await site.NewSignedInBrowserAsync("admin");
        Page answer = await browser.SubmitAsync(
            action, new Dictionary<string, string> { ["user"] = "alice", ["role"] = "admin", ["password"] = "Orchard-4-lanterns" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("reader", site.Users.RoleOf("alice"));
    }

    [Fact]
    public async Task The_page_that_is_shown_is_marked_in_the_navigation_and_only_admins_see_the_admin_page_in_it()
    {
        using Browser alice = await site.NewSignedInBrowserAsync();
        using Browser admin = await site.NewSignedInBrowserAsync("admin");
        string body = (await alice.GetAsync("/devices")).Body;

        Assert.Contains("<a aria-current=\"page\" href=\"/devices\">", body, StringComparison.Ordinal);
        Assert.Single(body.Split("aria-current").Skip(1));
        Assert.DoesNotContain("href=\"/admin\"", body, StringComparison.Ordinal);
        Assert.Contains("href=\"/admin\"", (await admin.GetAsync("/devices")).Body, StringComparison.Ordinal);
    }
}
