using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.StepUp;

/// <summary>To end other sessions, a user must have authenticated recently.</summary>
public sealed class FreshEndingTests
{
    private const string Challenge =
        "Bearer error=\"insufficient_user_authentication\", error_description=\"A more recent authentication is required\", "
        + "max_age=\"300\"";

    public static TheoryData<string> Paths => ["/session/end/AAAAAAAAAAAAAAAAAAAAAA", "/session/end-others", "/session/end-all"];

    [Theory]
    [MemberData(nameof(Paths))]
    [Trait("Requirement", "MS-2")]
    public async Task A_stale_session_gets_a_step_up_challenge_and_ends_nothing(string path)
    {
        await using SessionHost host = await StartAsync();
        (Browser browser, Browser other) = await SignInTwiceAsync(host);
        host.Clock.Advance(SecureSessionDefaults.FreshAuthenticationForEnding + TimeSpan.FromSeconds(1));

        Page page = await PostAsync(browser, path);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, Challenge, "no-store", ""),
            (page.Status, page.Header("WWW-Authenticate"), page.Header("Cache-Control"), page.Header("Location")));
        Assert.Equal(("alice", "alice"), ((await browser.GetAsync("/who")).Body, (await other.GetAsync("/who")).Body));
    }

    [Fact]
    [Trait("Requirement", "MS-2")]
    public async Task After_a_step_up_a_session_may_end_other_sessions()
    {
        await using SessionHost host = await StartAsync();
        (Browser browser, Browser other) = await SignInTwiceAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await browser.GetAsync("/step-up");

        Page page = await PostAsync(browser, "/session/end-others");

        Assert.Equal((HttpStatusCode.OK, """{"ended":1,"signedOut":false}"""), (page.Status, page.Body));
        Assert.Equal(("alice", "nobody"), ((await browser.GetAsync("/who")).Body, (await other.GetAsync("/who")).Body));
    }

    [Fact]
    public async Task The_own_session_may_be_ended_at_any_time()
    {
        await using SessionHost host = await StartAsync();
        (Browser browser, Browser other) = await SignInTwiceAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.True(SessionToken.TryParse(browser.Token, out SessionToken own));

        Page page = await PostAsync(browser, "/session/end/" + own.Id);

        Assert.Equal((HttpStatusCode.OK, null, "alice"), (page.Status, browser.Token, (await other.GetAsync("/who")).Body));
    }

    [Fact]
    public async Task The_fresh_authentication_for_ending_can_be_switched_off()
    {
        await using SessionHost host = await StartAsync(static options => options.FreshAuthenticationForEnding = null);
        (Browser browser, Browser _) = await SignInTwiceAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("""{"ended":1,"signedOut":false}""", (await PostAsync(browser, "/session/end-others")).Body);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_time_that_nobody_could_meet_is_refused_at_start(double seconds)
    {
        ArgumentOutOfRangeException refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => StartAsync(options => options.FreshAuthenticationForEnding = TimeSpan.FromSeconds(seconds)));

        Assert.Contains("or null to ask for no fresh authentication", refused.Message, StringComparison.Ordinal);
    }

    private static Task<SessionHost> StartAsync(Action<SecureSessionsEndpointOptions>? configure = null) => SessionHost.StartAsync(app =>
    {
        SmallApp.Map(app);
        app.MapGet("/step-up", static (HttpContext context) => context.GetSecureSession().StepUp(["pwd"]));
        app.MapSecureSessions(configure: configure);
    });

    private static async Task<(Browser First, Browser Second)> SignInTwiceAsync(SessionHost host)
    {
        Browser first = host.NewBrowser(), second = host.NewBrowser();
        await first.GetAsync("/sign-in/alice");
        await second.GetAsync("/sign-in/alice");
        return (first, second);
    }

    private static Task<Page> PostAsync(Browser browser, string path) =>
        browser.SendAsync(HttpMethod.Post, path, null, ("Sec-Fetch-Site", "same-origin"));
}
