using SecureSessions.TestKit;
using SecureSessions.Tests.CrossSite;
using Xunit;

namespace SecureSessions.Tests.Antiforgery;

/// <summary>The form of a visitor without a session, such as a login form. To open it begins no session.</summary>
public sealed class AntiforgeryWithoutSessionTests : IAsyncLifetime
{
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(FormApp.Settings());
        _browser = _host.NewBrowser();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [Trait("Requirement", "CS-5")]
    [InlineData("same-origin", null, 200)]
    [InlineData("none", null, 200)]
    [InlineData(null, "https://localhost", 200)]
    [InlineData("cross-site", "https://evil.example", 400)]
    [InlineData("same-site", "https://sub.localhost", 400)]
    [InlineData(null, "https://evil.example", 400)]
    [InlineData(null, "null", 400)]
    [InlineData(null, null, 400)]
    public async Task A_form_of_a_visitor_is_accepted_if_the_browser_says_that_it_is_from_the_apps_own_pages(
        string? site, string? origin, int status)
    {
        string token = await _browser.OpenFormAsync();

        Assert.Null(_browser.Token);
        foreach (string target in FormApp.Targets)
            Assert.Equal(status, await _browser.SendFormAsync(token, target, TransferApp.Headers(site, origin)));
    }

    [Fact]
    [Trait("Requirement", "CS-5")]
    public async Task A_form_of_a_visitor_is_refused_after_a_sign_in()
    {
        string token = await _browser.OpenFormAsync();

        await _browser.GetAsync("/sign-in/alice");

        Assert.Equal(400, await _browser.SendFormAsync(token));
    }

    [Theory]
    [InlineData("/form")]
    [InlineData("/form/a/1")]
    [Trait("Requirement", "CS-5")]
    public async Task A_form_of_a_visitor_is_accepted_after_another_tab_or_time_ended_the_anonymous_session(string page)
    {
        string token = await _browser.OpenFormAsync(page);

        await _browser.GetAsync("/set/a/1");
        Assert.Equal(200, await _browser.SendFormAsync(token));
        await _browser.GetAsync("/regenerate");
        Assert.Equal(200, await _browser.SendFormAsync(token));
        await _browser.GetAsync("/end");
        Assert.Equal(200, await _browser.SendFormAsync(token));
        await _browser.GetAsync("/set/a/1");
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
        Assert.Equal(200, await _browser.SendFormAsync(token));
        Assert.Equal(400, await _browser.SendFormAsync(token, "/own", []));
        Assert.Empty(_host.Events.Of(SessionEventType.CrossSiteRefused));
    }

    [Fact]
    public async Task Two_forms_of_one_visitor_can_both_be_sent()
    {
        string[] tokens = [await _browser.OpenFormAsync(), await _browser.OpenFormAsync()];

        Assert.Equal(200, await _browser.SendFormAsync(tokens[0]));
        await _browser.GetAsync("/set/a/1");
        Assert.Equal(200, await _browser.SendFormAsync(tokens[1]));
    }

    [Theory]
    [InlineData("/form/a/1")]
    [InlineData("/forms/late")]
    public async Task The_form_of_the_answer_that_begins_a_session_is_of_that_session(string page)
    {
        string token = await _browser.OpenFormAsync(page);
        Assert.NotNull(_browser.Token);
        Assert.Equal(200, await _browser.SendFormAsync(token, "/own", []));

        using Browser other = _host.NewBrowser();
        await other.GetAsync("/set/a/1");
        Assert.Equal(400, await other.SendFormAsync(token, "/own", []));
        await _browser.GetAsync("/sign-in/alice");
        Assert.Equal(400, await _browser.SendFormAsync(token));
    }

    [Fact]
    public async Task A_session_that_ends_takes_its_forms_with_it()
    {
        await _browser.GetAsync("/sign-in/alice");
        string token = await _browser.OpenFormAsync();
        await _browser.GetAsync("/sign-out");

        Assert.Equal(400, await _browser.SendFormAsync(token));
    }

    [Fact]
    public async Task A_user_whose_session_expired_can_use_the_login_form_with_the_dead_cookie()
    {
        await _browser.GetAsync("/sign-in/alice");
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Equal(200, await _browser.SendFormAsync(await _browser.OpenFormAsync()));
    }

    [Fact]
    public async Task A_form_at_an_endpoint_without_a_session_is_judged_as_without_one()
    {
        await _browser.GetAsync("/sign-in/alice");
        string bare = await _browser.OpenFormAsync("/bare/form");

        Assert.Equal(200, await _browser.SendFormAsync(bare, "/bare/own"));
        Assert.Equal(400, await _browser.SendFormAsync(await _browser.OpenFormAsync(), "/bare/own"));
        Assert.Equal(400, await _browser.SendFormAsync(bare, "/bare/own", TransferApp.Headers("cross-site", null)));
        Assert.Equal(400, await _browser.SendFormAsync(bare));
    }
}
