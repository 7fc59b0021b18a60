using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class SampleLogoutTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    [Trait("Requirement", "TM-6")]
    public async Task The_logout_button_ends_the_session_and_takes_the_cookie_back()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        Page answer = await SampleSite.LogOutAsync(browser);

        Assert.Equal((HttpStatusCode.Redirect, "/", null), (answer.Status, answer.Header("Location"), browser.Token));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).Status);
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task The_old_cookie_is_refused_after_logout()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        using Browser thief = browser.Copy();
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/account")).Status);

        await SampleSite.LogOutAsync(browser);

        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/account")).Status);
    }

    [Fact]
    [Trait("Requirement", "TM-6")]
    public async Task A_link_to_logout_does_nothing()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        Page answer = await browser.GetAsync("/logout");

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (answer.Status, answer.Header("Allow")));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
    }

    [Fact]
    [Trait("Requirement", "TM-6")]
    public async Task A_logout_that_another_site_posts_is_refused()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        Page answer = await browser.SendAsync(
            HttpMethod.Post, "/logout", null, ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
    }

    [Fact]
    [Trait("Requirement", "TM-6")]
    public async Task A_logout_without_the_token_of_its_form_is_refused()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        Page answer = await browser.SubmitAsync("/logout", new Dictionary<string, string>());

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
    }
}
