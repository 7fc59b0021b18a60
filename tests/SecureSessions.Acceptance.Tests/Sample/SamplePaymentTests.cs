using System.Net;
using System.Text.RegularExpressions;
using OtpNet;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>The page that asks for a second factor, and the pages around it.</summary>
public sealed class SamplePaymentTests : IAsyncDisposable
{
    private const string AskForCode = "https://localhost/reauthenticate?ReturnUrl=%2Fpayments&acr_values=aal2&max_age=300";

    private readonly SampleSite _site = new();
    private string _key = "";

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    [Trait("Requirement", "SU-3")]
    [Trait("Requirement", "SU-6")]
    public async Task A_payment_asks_for_the_code_and_only_for_a_while()
    {
        using Browser browser = await NewBrowserWithAppAsync();
        _site.Clock.Advance(TimeSpan.FromSeconds(301));
        using Browser thief = browser.Copy();

        Page asked = await browser.GetAsync("/payments");
        Page confirmed = await ConfirmAsync(browser, NextCode());
        Page payments = await browser.GetAsync("/payments");
        Page paid = await SampleSite.SubmitAsync(browser, "/payments", "/payments", new() { ["amount"] = "7" });
        Page notice = await browser.GetAsync("/payments");
        _site.Clock.Advance(TimeSpan.FromSeconds(301));
        Page askedAgain = await browser.GetAsync("/payments");

        Assert.Equal((AskForCode, AskForCode), (asked.Header("Location"), askedAgain.Header("Location")));
        Assert.Equal((HttpStatusCode.Redirect, "/payments"), (confirmed.Status, confirmed.Header("Location")));
        Assert.Contains("<code id=\"level\">aal2</code>", payments.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, paid.Status);
        Assert.Contains("Paid 7.", notice.Body, StringComparison.Ordinal);
        Assert.StartsWith("https://localhost/login", (await thief.GetAsync("/account")).Header("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_is_told_the_level_that_is_missing()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        Page page = await browser.GetAsync("/payments", ("Accept", "application/json"));
        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        Assert.Contains("acr_values=\"aal2\"", page.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_is_guarded_as_the_page_is()
    {
        using Browser browser = await NewBrowserWithAppAsync();
        string token = SampleSite.TokenIn((await browser.GetAsync("/payments")).Body);
        _site.Clock.Advance(TimeSpan.FromSeconds(301));

        Page answer = await browser.SubmitAsync(
            "/payments", new Dictionary<string, string> { [SampleSite.TokenField] = token, ["amount"] = "7" });

        Assert.Equal(AskForCode, answer.Header("Location"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("-5")]
    [InlineData("seven")]
    public async Task What_is_no_amount_is_not_paid(string amount)
    {
        using Browser browser = await NewBrowserWithAppAsync();
        Page answer = await SampleSite.SubmitAsync(browser, "/payments", "/payments", new() { ["amount"] = amount });
        Assert.Contains("An amount is a whole number from 1 to 1,000.", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_used_is_of_no_use_in_another_session()
    {
        using Browser browser = await NewBrowserWithAppAsync();
        using Browser other = await _site.NewSignedInBrowserAsync();
        _site.Clock.Advance(TimeSpan.FromSeconds(301));
        string code = NextCode();
        await ConfirmAsync(browser, code);

        Page replayed = await ConfirmAsync(other, code);

        Assert.Contains("That code is wrong, or was used before.", replayed.Body, StringComparison.Ordinal);
        Assert.Equal(AskForCode, (await other.GetAsync("/payments")).Header("Location"));
        _site.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("/payments", (await ConfirmAsync(other, NextCode())).Header("Location"));
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_has_to_wait_in_every_session_of_the_user()
    {
        using Browser browser = await NewBrowserWithAppAsync();
        using Browser other = await _site.NewSignedInBrowserAsync();
        _site.Clock.Advance(TimeSpan.FromSeconds(30));
        for (int i = 0; i < 5; i++)
            await ConfirmAsync(browser, "000000");

        Page refused = await ConfirmAsync(other, NextCode());

        Assert.Contains("There were too many failed attempts. Try again in 1 s.", refused.Body, StringComparison.Ordinal);
        _site.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("/payments", (await ConfirmAsync(other, NextCode())).Header("Location"));
    }

    [Fact]
    public async Task The_password_does_not_stand_in_for_the_code()
    {
        using Browser browser = await NewBrowserWithAppAsync();
        _site.Clock.Advance(TimeSpan.FromSeconds(301));
        await SampleSite.SubmitAsync(
            browser, "/reauthenticate", "/reauthenticate?ReturnUrl=%2Fpayments", new() { ["password"] = "Wonderland-7-teapots" });
        Assert.Equal(AskForCode, (await browser.GetAsync("/payments")).Header("Location"));
    }

    [Fact]
    public async Task Who_has_no_app_is_led_to_the_page_that_adds_one_and_back()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        Assert.Equal(AskForCode, (await browser.GetAsync("/payments")).Header("Location"));
        Page page = await browser.GetAsync(AskForCode["https://localhost".Length..]);
        Assert.Equal("/second-factor?ReturnUrl=%2Fpayments", page.Header("Location"));
    }

    [Fact]
    [Trait("Requirement", "SU-2")]
    [Trait("Requirement", "TM-4")]
    public async Task To_add_an_app_asks_for_a_fresh_authentication_and_ends_all_other_sessions()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        using Browser other = await _site.NewSignedInBrowserAsync();
        _site.Clock.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal(
            "https://localhost/reauthenticate?ReturnUrl=%2Fsecond-factor&max_age=300",
            (await browser.GetAsync("/second-factor")).Header("Location"));
        await SampleSite.SubmitAsync(
            browser, "/reauthenticate", "/reauthenticate", new() { ["password"] = "Wonderland-7-teapots" });

        await AddAppAsync(browser);

        Assert.StartsWith("https://localhost/login", (await other.GetAsync("/account")).Header("Location"), StringComparison.Ordinal);
        Assert.Contains(
            "The app is added. Other sessions that were ended: 1.", (await browser.GetAsync("/second-factor")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_code_adds_no_app_and_the_key_stays()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        string key = KeyIn(await browser.GetAsync("/second-factor"));

        Page answer = await SampleSite.SubmitAsync(browser, "/second-factor", "/second-factor", new() { ["code"] = "000000" });

        Assert.Contains("That code is wrong", answer.Body, StringComparison.Ordinal);
        Assert.Equal(key, KeyIn(answer));
    }

    [Fact]
    [Trait("Requirement", "SU-2")]
    public async Task To_remove_the_app_asks_for_its_code()
    {
        using Browser browser = await NewBrowserWithAppAsync();
        _site.Clock.Advance(TimeSpan.FromSeconds(301));
        await SampleSite.SubmitAsync(
            browser, "/reauthenticate", "/reauthenticate", new() { ["password"] = "Wonderland-7-teapots" });

        Page asked = await RemoveAsync(browser);
        await ConfirmAsync(browser, NextCode());
        await RemoveAsync(browser);

        Assert.Equal("/reauthenticate?ReturnUrl=%2Fsecond-factor&acr_values=aal2", asked.Header("Location"));
        Assert.Contains("id=\"key\"", (await browser.GetAsync("/second-factor")).Body, StringComparison.Ordinal);
    }

    private static Task<Page> RemoveAsync(Browser browser) =>
        SampleSite.SubmitAsync(browser, "/second-factor", "/second-factor?handler=Remove", []);

    private static Task<Page> ConfirmAsync(Browser browser, string code)
    {
        string page = AskForCode["https://localhost".Length..];
        return SampleSite.SubmitAsync(browser, page, page, new() { ["code"] = code });
    }

    private static string KeyIn(Page page) => Regex.Match(page.Body, "<code id=\"key\">([A-Z2-7]+)</code>").Groups[1].Value;

    private string NextCode() => new Totp(Base32Encoding.ToBytes(_key)).ComputeTotp(_site.Clock.GetUtcNow().UtcDateTime);

    private async Task<Browser> NewBrowserWithAppAsync()
    {
        Browser browser = await _site.NewSignedInBrowserAsync();
        await AddAppAsync(browser);
        return browser;
    }

    private async Task AddAppAsync(Browser browser)
    {
        _key = KeyIn(await browser.GetAsync("/second-factor"));

        // As authenticator apps show it.
        Page answer = await SampleSite.SubmitAsync(
            browser, "/second-factor", "/second-factor", new() { ["code"] = NextCode().Insert(3, " ") });
        Assert.Equal("/second-factor", answer.Header("Location"));
    }
}
