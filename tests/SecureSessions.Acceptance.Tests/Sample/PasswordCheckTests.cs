using System.Net;
using System.Net.Http.Json;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>Wrong passwords slow down further ones, at the login and on the page that asks again.</summary>
public sealed class PasswordCheckTests : IAsyncDisposable
{
    private const string Right = "Wonderland-7-teapots";
    private const string Stranger = "198.51.100.7";
    private const string Home = "203.0.113.9";

    private readonly SampleSite _site = new();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task After_five_wrong_passwords_the_right_one_has_to_wait_too()
    {
        for (int i = 0; i < 5; i++)
        {
            Page wrong = await LogInAsync("alice", "wrong", Stranger);
            Assert.Contains("User name or password is wrong.", wrong.Body, StringComparison.Ordinal);
        }

        Page refused = await LogInAsync("alice", Right, Stranger);
        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (refused.Status, refused.Header("Retry-After")));
        Assert.Contains("There were too many failed attempts. Try again in 1 s.", refused.Body, StringComparison.Ordinal);
        _site.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("/account", (await LogInAsync("alice", Right, Stranger)).Header("Location"));
    }

    [Fact]
    [Trait("Requirement", "FA-2")]
    public async Task The_guesses_of_strangers_keep_neither_the_owner_out_nor_another_user()
    {
        await LogInAsync("alice", Right, Home);
        for (int i = 0; i < 40; i++)
            await LogInAsync("alice", "wrong", $"198.51.{i}.7");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await LogInAsync("alice", Right, Stranger)).Status);
        Assert.Equal("/account", (await LogInAsync("alice", Right, Home)).Header("Location"));
        Assert.Equal("/account", (await LogInAsync("admin", "Orchard-4-lanterns", Stranger)).Header("Location"));
    }

    [Fact]
    [Trait("Requirement", "FA-4")]
    public async Task All_answers_to_a_name_that_nobody_has_are_those_to_one_that_somebody_has()
    {
        for (int i = 0; i < 8; i++)
        {
            Page wrong = await LogInAsync("alice", "wrong", Stranger);
            Page unknown = await LogInAsync("nobody", "wrong", Stranger);

            Assert.Equal(Describe(wrong), Describe(unknown));
        }
    }

    [Fact]
    public async Task Clients_without_a_browser_are_slowed_down_by_the_same_count()
    {
        for (int i = 0; i < 4; i++)
            await LogInAsync("alice", "wrong", Stranger);

        Assert.Equal(HttpStatusCode.Unauthorized, (await LogInAsClientAsync("wrong")).Status);
        Page refused = await LogInAsClientAsync(Right);
        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (refused.Status, refused.Header("Retry-After")));
        _site.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await LogInAsClientAsync(Right)).Status);
        Assert.Contains("wrong.", (await LogInAsync("alice", "wrong", Stranger)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_passwords_of_a_thief_on_the_page_that_asks_again_do_not_stop_the_owner()
    {
        using Browser owner = await SignInAsync(Home);
        using Browser thief = await SignInAsync(Stranger);
        for (int i = 0; i < 5; i++)
            await ConfirmAsync(thief, "a wrong password");

        Page refused = await ConfirmAsync(thief, Right);
        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (refused.Status, refused.Header("Retry-After")));
        Assert.Equal("/devices", (await ConfirmAsync(owner, Right)).Header("Location"));
        _site.Clock.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.OK, (await ConfirmAsync(owner, "a wrong password")).Status);
    }

    [Fact]
    public async Task Who_is_signed_in_confirms_while_strangers_guess_at_the_login()
    {
        using Browser owner = await SignInAsync(Home);
        for (int i = 0; i < 40; i++)
            await LogInAsync("alice", "wrong", $"198.51.{i}.7");

        Assert.Equal("/devices", (await ConfirmAsync(owner, Right)).Header("Location"));
    }

    [Fact]
    [Trait("Requirement", "FA-5")]
    public async Task The_user_sees_that_wrong_passwords_came_before_the_right_one()
    {
        for (int i = 0; i < 3; i++)
            await LogInAsync("alice", "wrong", Stranger);
        using Browser owner = await SignInAsync(Home);

        Assert.Contains("Success after 3 failed attempts", (await owner.GetAsync("/security")).Body, StringComparison.Ordinal);
    }

    private static (HttpStatusCode, string, string) Describe(Page page) => (page.Status, page.Header("Retry-After"), string.Join(
        '\n', page.Body.Split('\n').Where(static line => !line.Contains(SampleSite.TokenField, StringComparison.Ordinal))));

    private static Task<Page> ConfirmAsync(Browser browser, string password)
    {
        const string Page = "/reauthenticate?ReturnUrl=%2Fdevices";
        return SampleSite.SubmitAsync(browser, Page, Page, new() { ["password"] = password });
    }

    private Browser NewBrowser(string address)
    {
        Browser browser = _site.NewBrowser();
        browser.Address = address;
        return browser;
    }

    private async Task<Page> LogInAsync(string name, string password, string address)
    {
        using Browser browser = NewBrowser(address);
        return await SampleSite.LogInAsync(browser, name, password);
    }

    private async Task<Browser> SignInAsync(string address)
    {
        Browser browser = NewBrowser(address);
        await SampleSite.LogInAsync(browser, "alice", Right);
        return browser;
    }

    private async Task<Page> LogInAsClientAsync(string password)
    {
        using Browser client = NewBrowser(Stranger);
        using var login = JsonContent.Create(new { user = "alice", password });
        return await client.SendAsync(HttpMethod.Post, "/client/login", login);
    }
}
