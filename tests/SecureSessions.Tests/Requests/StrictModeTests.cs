using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>Only tokens that this server drew are sessions, and only in the cookie.</summary>
public sealed class StrictModeTests
{
    [Fact]
    [Trait("Requirement", "ID-3")]
    public async Task A_client_chosen_token_never_becomes_a_session()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        SessionToken planted = SessionToken.Create();
        browser.Token = planted.ToCookieValue();

        await browser.GetAsync("/set/a/1");

        Assert.True(SessionToken.TryParse(browser.Token, out SessionToken issued));
        Assert.NotEqual(planted.Id, issued.Id);
        Assert.Null(await host.Store.Inner.PeekAsync(planted.Id, default));
        Assert.Equal("unknown", Assert.Single(host.Events.Of(SessionEventType.TokenRejected)).Detail);
    }

    [Fact]
    [Trait("Requirement", "ID-6")]
    public async Task A_token_with_any_character_changed_leads_to_no_session()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        string token = browser.Token!;

        for (int i = 0; i < token.Length; i++)
        {
            browser.Token = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
        }

        browser.Token = token;
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    [Fact]
    public async Task A_token_with_the_id_of_a_session_and_another_secret_has_no_effect_on_the_session()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser owner = host.NewBrowser();
        await owner.GetAsync("/sign-in/alice");
        using Browser forger = host.NewBrowser();
        forger.Token = owner.Token![..22] + SessionToken.Create().ToCookieValue()[22..];

        Assert.Equal("nobody", (await forger.GetAsync("/who")).Body);
        Assert.Equal("unknown", (await forger.GetAsync("/why")).Body);
        Assert.Equal("alice", (await owner.GetAsync("/who")).Body);
        Assert.All(host.Events.Of(SessionEventType.TokenRejected), static e => Assert.Equal("forged", e.Detail));
    }

    [Theory]
    [Trait("Requirement", "ID-4")]
    [Trait("Requirement", "ID-7")]
    [InlineData("__Host-id=attacker; __Host-id=another; __Host-id={0}", "duplicate")]
    [InlineData("__Host-id={0}; __Host-id=attacker; __Host-id=another", "duplicate")]
    [InlineData("__Host-id=attacker; __Host-id=another", "duplicate")]
    [InlineData("__Host-id=*", "malformed")]
    [InlineData("__Host-id={{}}", "malformed")]
    [InlineData("__Host-id=\"{0}\"", "malformed")]
    [InlineData("__Host-id={0}x", "malformed")]
    [InlineData("__Host-id=", "malformed")]
    public async Task A_cookie_that_is_not_exactly_one_token_is_anonymous_without_a_store_call(string header, string detail)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        string cookie = string.Format(System.Globalization.CultureInfo.InvariantCulture, header, browser.Token);
        browser.Token = null;
        host.Store.ForgetCalls();

        Page page = await browser.GetAsync("/who", ("Cookie", cookie));

        Assert.Equal((HttpStatusCode.OK, "nobody"), (page.Status, page.Body));
        Assert.Empty(host.Store.Calls);
        Assert.Equal(detail, Assert.Single(host.Events.Of(SessionEventType.TokenRejected)).Detail);
    }

    [Fact]
    [Trait("Requirement", "CK-3")]
    public async Task A_cookie_whose_name_differs_in_case_is_another_cookie()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        string token = browser.Token!;
        browser.Token = null;

        Page page = await browser.GetAsync("/who", ("Cookie", $"__host-id={token}"));

        Assert.Equal("nobody", page.Body);
    }

    [Fact]
    [Trait("Requirement", "ID-9")]
    public async Task A_hundred_bad_tokens_are_counted_as_a_hundred()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using var meters = new MeterRecorder(host.Services.GetRequiredService<IMeterFactory>());
        using Browser browser = host.NewBrowser();

        for (int i = 0; i < 100; i++)
        {
            browser.Token = SessionToken.Create().ToCookieValue();
            await browser.GetAsync("/plain");
        }

        Assert.Equal(100, meters.Sum("securesessions.tokens.rejected", ("reason", "unknown")));
    }
}
