using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tests.Docs.CrossSite;
using Xunit;

namespace SecureSessions.Tests.Antiforgery;

/// <summary>The code in the page on cross-site requests shows the page with the form again to a user whose form was refused.</summary>
public sealed class RefusedFormTests
{
    public static TheoryData<string> Targets => [.. FormApp.Targets];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task The_user_comes_back_to_the_form_however_the_token_is_checked(string target)
    {
        await using SessionHost host = await SessionHost.StartAsync(FormApp.Settings(before: CrossSiteSnippets.TryAgain));
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        string token = await browser.OpenFormAsync();
        await browser.GetAsync("/regenerate");

        Page page = await browser.SubmitAsync(
            target + "?page=2", new Dictionary<string, string> { [FormApp.Field] = token, ["name"] = "Ada" });

        Assert.Equal((HttpStatusCode.Redirect, "?page=2&again=true"), (page.Status, page.Header("Location")));
    }
}
