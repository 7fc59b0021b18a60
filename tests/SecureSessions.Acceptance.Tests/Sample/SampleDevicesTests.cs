using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class SampleDevicesTests(SampleSite site) : IClassFixture<SampleSite>
{
    private static readonly TimeSpan TooOld = TimeSpan.FromSeconds(301);

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task Every_session_of_the_user_is_listed_and_nobody_elses()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        using Browser other = await site.NewSignedInBrowserAsync();
        using Browser admin = await site.NewSignedInBrowserAsync("admin");
        string body = (await browser.GetAsync("/devices")).Body;

        Assert.Contains(RowOf(browser), body, StringComparison.Ordinal);
        Assert.Contains(RowOf(other), body, StringComparison.Ordinal);
        Assert.DoesNotContain(RowOf(admin), body, StringComparison.Ordinal);
        Assert.Contains("Firefox on Linux", body, StringComparison.Ordinal);
        Assert.Single(body.Split("This device").Skip(1));
    }

    [Fact]
    [Trait("Requirement", "MS-2")]
    public async Task A_session_that_is_ended_here_is_refused_there_and_its_user_told_why()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        using Browser other = await site.NewSignedInBrowserAsync();

        Page answer = await EndAsync(browser, SampleSite.IdOf(other));

        Assert.Equal((HttpStatusCode.Redirect, "/devices"), (answer.Status, answer.Header("Location")));
        Assert.Contains("The session is ended.", (await browser.GetAsync("/devices")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/account")).Status);
        Assert.Contains(
            "ended by you on another device, or by an administrator", (await other.GetAsync("/signed-out")).Body, StringComparison.Ordinal);
        Assert.Contains(
            "ended by you on another device, or by an administrator", (await other.GetAsync("/login")).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "MS-2")]
    public async Task Another_users_session_is_not_found_and_lives_on()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        using Browser admin = await site.NewSignedInBrowserAsync("admin");

        Page answer = await EndAsync(browser, SampleSite.IdOf(admin));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("You have no such session.", answer.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/account")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-id")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_session_is_not_found(string id)
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await EndAsync(browser, id)).Status);
    }

    [Fact]
    [Trait("Requirement", "TM-4")]
    public async Task The_others_are_ended_and_this_one_goes_on_with_a_new_secret()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        using Browser other = await site.NewSignedInBrowserAsync();
        (string id, string? token) = (SampleSite.IdOf(browser), browser.Token);

        await SampleSite.SubmitAsync(browser, "/devices", "/devices?handler=EndOthers", []);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
        Assert.Equal((id, false), (SampleSite.IdOf(browser), browser.Token == token));
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/account")).Status);
    }

    [Theory]
    [InlineData("End")]
    [InlineData("EndOthers")]
    [Trait("Requirement", "MS-2")]
    public async Task To_end_a_session_asks_for_a_fresh_authentication_and_to_look_does_not(string handler)
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        using Browser other = await site.NewSignedInBrowserAsync();
        site.Clock.Advance(TooOld);

        Assert.Contains(
            "asks for <a href=\"/reauthenticate?ReturnUrl=%2Fdevices\">your password</a>",
            (await browser.GetAsync("/devices")).Body,
            StringComparison.Ordinal);
        Page answer = await SampleSite.SubmitAsync(
            browser, "/devices", $"/devices?handler={handler}", new() { ["id"] = SampleSite.IdOf(other) });

        Assert.Equal("/reauthenticate?ReturnUrl=%2Fdevices", answer.Header("Location"));
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task To_end_ones_own_session_is_to_sign_out()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        Page answer = await EndAsync(browser, SampleSite.IdOf(browser));
        Assert.Equal((HttpStatusCode.Redirect, "/", null), (answer.Status, answer.Header("Location"), browser.Token));
    }

    private static string RowOf(Browser browser) => $"data-session=\"{SampleSite.IdOf(browser)}\"";

    private static Task<Page> EndAsync(Browser browser, string id) =>
        SampleSite.SubmitAsync(browser, "/devices", "/devices?handler=End", new() { ["id"] = id });
}
