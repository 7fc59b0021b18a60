using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

/// <summary>A device fails its test if the browser reports a violation. Under the strictest policy there must be none.</summary>
[Collection(nameof(TimeoutCollection))]
public sealed class PolicyTests(Chromium chromium, SampleOnManualClock sample)
{
    private const string Strictest =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    [Fact]
    public async Task The_element_warns_signs_out_and_hides_the_page_without_a_violation_of_the_policy()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App, new() { IgnoreHTTPSErrors = true });
        await device.Page.RouteAsync("**/account", AddPolicyAsync);
        WatchedPage page = await WatchedPage.SignInAsync(device);

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesWarningAsync();
        Assert.Equal("432px", await page.Dialog.EvaluateAsync<string>("dialog => getComputedStyle(dialog).inlineSize"));
        await device.Page.EvaluateAsync("document.querySelector('session-timeout').removeAttribute('ended-page')");
        await page.SignOut.ClickAsync();

        await page.SeesDialogAsync("You are signed out");
        await Assertions.Expect(page.Dialog).ToContainTextAsync("You signed out.");
    }

    private static async Task AddPolicyAsync(IRoute route)
    {
        IAPIResponse answer = await route.FetchAsync();
        var headers = new Dictionary<string, string>(answer.Headers) { ["content-security-policy"] = Strictest };
        await route.FulfillAsync(new() { Response = answer, Headers = headers });
    }
}
