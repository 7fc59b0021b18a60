using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class SampleStepUpTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    [Trait("Requirement", "SU-3")]
    [Trait("Requirement", "SU-6")]
    public async Task The_password_opens_the_page_again_in_the_same_session_with_a_new_secret()
    {
        using Browser admin = await site.NewSignedInBrowserAsync("admin");
        using Browser thief = admin.Copy();
        string id = SampleSite.IdOf(admin);
        site.Clock.Advance(TimeSpan.FromSeconds(301));

        Page answer = await ConfirmAsync(admin, "Orchard-4-lanterns", "/admin");

        Assert.Equal((HttpStatusCode.Redirect, "/admin"), (answer.Status, answer.Header("Location")));
        Assert.Equal((HttpStatusCode.OK, id), ((await admin.GetAsync("/admin")).Status, SampleSite.IdOf(admin)));
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task A_wrong_password_opens_nothing()
    {
        using Browser admin = await site.NewSignedInBrowserAsync("admin");
        site.Clock.Advance(TimeSpan.FromSeconds(301));

        Page answer = await ConfirmAsync(admin, "Wonderland-7-teapots", "/admin");

        Assert.Contains("password is wrong.", answer.Body, StringComparison.Ordinal);
        Assert.StartsWith(
            "https://localhost/reauthenticate", (await admin.GetAsync("/admin")).Header("Location"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/devices?from=here", "/devices?from=here")]
    [InlineData("https://evil.example/", "/account")]
    [InlineData("//evil.example", "/account")]
    [InlineData("/\\evil.example", "/account")]
    [InlineData("", "/account")]
    public async Task A_confirmation_goes_on_to_the_return_url_only_if_it_is_local(string returnUrl, string target)
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        Assert.Equal(target, (await ConfirmAsync(browser, "Wonderland-7-teapots", returnUrl)).Header("Location"));
    }

    private static Task<Page> ConfirmAsync(Browser browser, string password, string returnUrl)
    {
        string page = "/reauthenticate?ReturnUrl=" + Uri.EscapeDataString(returnUrl);
        return SampleSite.SubmitAsync(browser, page, page, new() { ["password"] = password });
    }
}
