using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.CrossSite;
using Xunit;

namespace SecureSessions.Tests.Antiforgery;

/// <summary>A form is accepted in the session that it was made for, and in no other.</summary>
public sealed class AntiforgeryTests : IAsyncLifetime
{
    private SessionHost _host = null!;
    private Browser _alice = null!;
    private Browser _bob = null!;

    public static TheoryData<string> Targets => [.. FormApp.Targets];

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(FormApp.Settings());
        (_alice, _bob) = (_host.NewBrowser(), _host.NewBrowser());
        await _alice.GetAsync("/sign-in/alice");
        await _bob.GetAsync("/sign-in/bob");
    }

    public async Task DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Targets))]
    [Trait("Requirement", "CS-4")]
    public async Task A_form_of_this_session_is_accepted_and_a_form_without_a_token_is_not(string target)
    {
        Assert.Equal(200, await _alice.SendFormAsync(await _alice.OpenFormAsync(), target));
        Assert.Equal(400, await _alice.SendFormAsync(null, target));
        Assert.Equal(400, await _alice.SendFormAsync("", target));
        Assert.Equal(400, await _alice.SendFormAsync("not a token", target));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    [Trait("Requirement", "CS-4")]
    public async Task A_form_of_another_session_is_refused(string target)
    {
        Assert.Equal(400, await _alice.SendFormAsync(await _bob.OpenFormAsync(), target));
        Assert.Equal(400, await _bob.SendFormAsync(await _alice.OpenFormAsync(), target));
    }

    [Theory]
    [InlineData("/forms/validate")]
    [InlineData("/forms/auto")]
    [InlineData("/own")]
    [Trait("Requirement", "CS-4")]
    public async Task A_script_sends_the_token_in_the_header(string target)
    {
        Assert.Equal(200, await _alice.SendJsonAsync(await _alice.OpenFormAsync(), target));
        Assert.Equal(400, await _alice.SendJsonAsync(await _bob.OpenFormAsync(), target));
    }

    [Fact]
    [Trait("Requirement", "CS-4")]
    public async Task A_token_in_a_cookie_or_in_the_query_counts_for_nothing()
    {
        string token = await _alice.OpenFormAsync();
        _alice.Jar.Plant(FormApp.Field, token);
        _alice.Jar.Plant(FormApp.Header, token);

        Assert.Equal(400, await _alice.SendFormAsync(null, $"/own?{FormApp.Field}={token}&{FormApp.Header}={token}"));
    }

    [Theory]
    [InlineData("/sign-in/alice")]
    [InlineData("/sign-in/bob")]
    [InlineData("/regenerate")]
    [InlineData("/sign-out")]
    [Trait("Requirement", "CS-4")]
    public async Task A_form_that_was_made_before_a_change_of_session_is_refused(string change)
    {
        string token = await _alice.OpenFormAsync();

        await _alice.GetAsync(change);

        Assert.Equal(400, await _alice.SendFormAsync(token));
        Assert.Equal(200, await _alice.SendFormAsync(await _alice.OpenFormAsync()));
    }

    [Fact]
    public async Task A_form_in_the_very_answer_that_regenerates_is_of_the_new_secret() =>
        Assert.Equal(200, await _alice.SendFormAsync(await _alice.OpenFormAsync("/regenerate/form")));

    [Fact]
    [Trait("Requirement", "CS-4")]
    public async Task Every_refusal_is_a_log_line_without_the_token_and_an_attack_only_where_another_site_was_seen()
    {
        string token = await _bob.OpenFormAsync();
        await _alice.SendFormAsync(token);

        Assert.StartsWith(
            "The form token of a POST to /own was refused: The form token belongs to another session",
            Assert.Single(_host.Logs.Of("session_form_refused")).Message,
            StringComparison.Ordinal);
        Assert.Empty(_host.Events.Of(SessionEventType.CrossSiteRefused));

        using Browser visitor = _host.NewBrowser();
        await visitor.SendFormAsync(null, "/own", TransferApp.Headers("cross-site", "https://evil.example"));

        SecureSessionEvent refused = Assert.Single(_host.Events.Of(SessionEventType.CrossSiteRefused));
        Assert.Equal(("form_token", null, "/own"), (refused.Detail, refused.UserId, refused.Origin.Path));
        Assert.DoesNotContain(_host.Logs.Lines, line => line.Message.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_names_no_page_is_told_what_to_send()
    {
        using Browser visitor = _host.NewBrowser();

        Assert.Equal(400, await visitor.SendFormAsync(await visitor.OpenFormAsync(), "/own", []));

        Assert.Contains(
            "a test or another client sends Sec-Fetch-Site: same-origin",
            Assert.Single(_host.Logs.Of("session_form_refused")).Message,
            StringComparison.Ordinal);
        Assert.Empty(_host.Events.Of(SessionEventType.CrossSiteRefused));
    }

    [Fact]
    public async Task A_page_with_a_form_is_in_no_cache_and_in_no_frame_of_others_and_sets_no_cookie()
    {
        using Browser visitor = _host.NewBrowser();

        Page page = await visitor.GetAsync("/form");

        Assert.Equal(
            "no-store, no-cache|no-cache|SAMEORIGIN",
            $"{page.Header("Cache-Control")}|{page.Header("Pragma")}|{page.Header("X-Frame-Options")}");
        Assert.Empty(page.SetCookies);
    }

    [Fact]
    public async Task A_form_asks_the_store_no_more_than_a_page_without_one()
    {
        _host.Store.ForgetCalls();
        string token = await _alice.OpenFormAsync();
        await _alice.SendFormAsync(token);

        Assert.Equal([StoreOperation.Find, StoreOperation.Find], _host.Store.Calls);
    }

    [Fact]
    public async Task A_safe_request_needs_no_token() => Assert.Equal(200, (int)(await _alice.GetAsync("/own")).Status);
}
