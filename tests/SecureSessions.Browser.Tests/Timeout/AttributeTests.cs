using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.Browser.Tests.Visits;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

/// <summary>
/// The attributes of the element: an address is used if it leads nowhere else, and an attribute without a meaning is reported.
/// </summary>
[Collection(nameof(VisitsCollection))]
public sealed class AttributeTests(Chromium chromium, SampleApps apps) : IAsyncLifetime
{
    private const string SignedIn = """{"signedIn":true,"userId":"alice","idleSeconds":1000,"absoluteSeconds":20000,"endReason":null}""";

    private SampleApp _app = null!;
    private Device _device = null!;
    private WatchedPage _page = null!;

    // The policy of the sample forbids scripts in addresses. Other apps have no such policy, and so this page has none. No user is signed
    // in: the test answers.
    public async Task InitializeAsync()
    {
        _app = await apps.GetAsync(SampleStore.Memory);
        _device = await chromium.NewDeviceAsync(_app, new() { BypassCSP = true });
        _page = new WatchedPage(_device.Page);
        await _device.Page.RouteAsync("**/live", static route => route.FulfillAsync(new() { Status = 204 }));
        await AnswerAsync(SignedIn, () => _device.Page.GotoAsync("/?from=a%20mail"));
    }

    public Task DisposeAsync() => _device.DisposeAsync().AsTask();

    [Theory]
    [InlineData("javascript:document.title='followed'")]
    [InlineData(" java\nscript:document.title='followed'")]
    [InlineData("data:text/html,followed")]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("http://localhost/")]
    [InlineData("https://[")]
    public async Task An_address_of_another_origin_is_ignored_and_reported_to_the_developer(string address)
    {
        foreach (string attribute in (string[])["ended-page", "sign-in-page", "base", "live"])
        {
            _device.Expect(
                $"<session-timeout>: {attribute}=\"{address}\" is no http(s) address of {_app.Address.GetLeftPart(UriPartial.Authority)}");
            await SetAsync(attribute, address);
        }

        await RestartAsync();
        await EndAsync("IdleTimeout");

        await _page.SeesDialogAsync("You are signed out");
        await Assertions.Expect(_page.Dialog.GetByRole(AriaRole.Link)).ToHaveCountAsync(0);
        Assert.Equal(($"{_app.Address}?from=a%20mail", "Home - SecureSessions"), (_device.Page.Url, await _device.Page.TitleAsync()));
    }

    [Theory]
    [InlineData("signed-out?from=page")]
    [InlineData("/signed-out?from=page")]
    [InlineData("{origin}/signed-out?from=page")]
    public async Task An_address_of_this_origin_is_followed_however_it_is_written(string address)
    {
        await SetAsync("ended-page", address.Replace("{origin}", _app.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        await EndAsync("IdleTimeout");

        await Assertions.Expect(_device.Page).ToHaveURLAsync($"{_app.Address}signed-out?from=page");
    }

    [Theory]
    [InlineData("constructor")]
    [InlineData("toString")]
    [InlineData("__proto__")]
    [InlineData("NoSuchReason")]
    public async Task An_end_reason_without_a_text_shows_none(string reason)
    {
        await SetAsync("ended-page", "");
        await EndAsync(reason);

        await _page.SeesDialogAsync("You are signed out");
        await Assertions.Expect(_page.Dialog.Locator("[part=message]")).ToHaveTextAsync("");
    }

    [Fact]
    public async Task The_sign_in_link_leads_back_to_the_page()
    {
        await SetAsync("ended-page", "");
        await EndAsync("IdleTimeout");
        await _page.SeesDialogAsync("You are signed out");
        await _page.Dialog.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await Assertions.Expect(_device.Page).ToHaveURLAsync(new Regex("/login[?]"));

        await _device.SignInAsync("alice", _device.Page.Url);

        Assert.Equal($"{_app.Address}?from=a%20mail", _device.Page.Url);
    }

    [Theory]
    [InlineData("/login", "back", "/login?back=%2F%3Ffrom%3Da%2520mail")]
    [InlineData("/login", "", "/login")]
    [InlineData("/login?ReturnUrl=%2F", null, "/login?ReturnUrl=%2F")]
    [InlineData("/login?app=1", null, "/login?app=1&ReturnUrl=%2F%3Ffrom%3Da%2520mail")]
    public async Task The_return_url_is_in_the_query_parameter_that_the_login_page_reads(
        string signInPage, string? parameter, string address)
    {
        await SetAsync("ended-page", "");
        await SetAsync("sign-in-page", signInPage);
        if (parameter is not null)
            await SetAsync("return-parameter", parameter);
        await EndAsync("IdleTimeout");

        await Assertions.Expect(_page.Dialog.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", $"{_app.Address}{address[1..]}");
    }

    [Fact]
    public async Task The_link_to_sign_in_looks_like_the_buttons_with_its_text_in_the_middle()
    {
        await SetAsync("ended-page", "");
        await EndAsync("IdleTimeout");
        ILocator link = _page.Dialog.GetByRole(AriaRole.Link);
        await Assertions.Expect(link).ToBeVisibleAsync();

        double[] offsets = await link.EvaluateAsync<double[]>(
            """
            link => {
              const range = document.createRange();
              range.selectNodeContents(link);
              const [box, text] = [link.getBoundingClientRect(), range.getBoundingClientRect()];
              return [text.top + text.bottom - box.top - box.bottom, text.left + text.right - box.left - box.right];
            }
            """);

        Assert.All(offsets, static offset => Assert.InRange(offset, -2, 2));
    }

    [Fact]
    public async Task Texts_come_from_attributes_and_the_dialog_says_their_language()
    {
        await SetAsync("ended-page", "");
        await SetAsync("text-ended-title", "Sie sind abgemeldet");
        await SetAsync("text-reason-idle-timeout", "Sie waren zu lange nicht aktiv.");
        await SetAsync("text-sign-in", "<b>Wieder anmelden</b>");
        await SetAsync("lang", "de");
        await EndAsync("IdleTimeout");

        await _page.SeesDialogAsync("Sie sind abgemeldet");
        await Assertions.Expect(_page.Dialog).ToHaveAttributeAsync("lang", "de");
        await Assertions.Expect(_page.Dialog.Locator("[part=message]")).ToHaveTextAsync("Sie waren zu lange nicht aktiv.");
        await Assertions.Expect(_page.Dialog.GetByRole(AriaRole.Link)).ToHaveTextAsync("<b>Wieder anmelden</b>");
    }

    [Fact]
    public async Task The_seconds_are_put_into_the_text_of_the_attribute()
    {
        await SetAsync("text-left", "noch {seconds} Sekunden");
        await AnswerAsync("""{"signedIn":true,"userId":"alice","idleSeconds":90,"absoluteSeconds":20000,"endReason":null}""");

        await _page.SeesWarningAsync();
        await Assertions.Expect(_page.Voice).ToHaveTextAsync(new Regex("^noch [0-9]+ Sekunden$"));
    }

    [Fact]
    public async Task English_texts_on_a_page_in_another_language_are_marked_as_English()
    {
        await _device.Page.EvaluateAsync("document.documentElement.lang = 'de'");
        await SetAsync("ended-page", "");
        await EndAsync("IdleTimeout");

        await Assertions.Expect(_page.Dialog).ToHaveAttributeAsync("lang", "en");
    }

    [Fact]
    public async Task An_attribute_without_a_meaning_is_reported_to_the_developer()
    {
        Task<IConsoleMessage> warned = HearAsync("warn=\"soon\" is no number of seconds above 0, so 120 is used.");
        Task<IConsoleMessage> named = HearAsync("text-stey is the name of no text.");
        await SetAsync("warn", "soon");
        await SetAsync("text-stey", "Bleiben");
        await RestartAsync();

        await Task.WhenAll(warned, named);
    }

    private Task<IConsoleMessage> HearAsync(string complaint)
    {
        _device.Expect(complaint);
        return _device.Page.WaitForConsoleMessageAsync(new() { Predicate = message => message.Text == $"<session-timeout>: {complaint}" });
    }

    private async Task SetAsync(string attribute, string value) =>
        await _device.Page.EvaluateAsync(
            "([name, value]) => document.querySelector('session-timeout').setAttribute(name, value)", new[] { attribute, value });

    /// <summary>Inserts the element again, as it is now, and waits until it has asked for the status.</summary>
    private async Task RestartAsync() => await _device.Page.RunAndWaitForResponseAsync(
        () =>
            _device.Page.EvaluateAsync(
                "document.querySelector('session-timeout').replaceWith(document.querySelector('session-timeout').cloneNode())"),
        WatchedPage.IsStatus);

    private Task EndAsync(string reason) =>
        AnswerAsync($$"""{"signedIn":false,"userId":null,"idleSeconds":null,"absoluteSeconds":null,"endReason":"{{reason}}"}""");

    private Task AnswerAsync(string status) => AnswerAsync(status, () => _page.AskAsync());

    private async Task AnswerAsync(string status, Func<Task> ask)
    {
        await _device.Page.RouteAsync(
            "**/session/status", route => route.FulfillAsync(new() { ContentType = "application/json", Body = status }));
        await _device.Page.RunAndWaitForResponseAsync(ask, WatchedPage.IsStatus);
    }
}
