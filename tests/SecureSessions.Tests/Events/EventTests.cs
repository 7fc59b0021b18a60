using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Events;

/// <summary>The trail that a session leaves: one event, one log line and one count for each thing that happens.</summary>
public sealed class EventTests
{
    [Fact]
    [Trait("Requirement", "LG-1")]
    public async Task A_sessions_life_is_told_in_the_words_of_the_vocabulary()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/sign-in/alice");
        host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await browser.GetAsync("/who");
        await browser.GetAsync("/regenerate");
        await browser.GetAsync("/sign-out");

        Assert.Equal(
            "session_created session_renewed session_regenerated session_logout",
            string.Join(' ', host.Events.All.Select(static e => e.Name)));
        Assert.All(host.Events.All, static e => Assert.Equal("alice", e.UserId));
        Assert.All(host.Events.All, e => Assert.Single(host.Logs.Of(e.Name)));
    }

    [Theory]
    [Trait("Requirement", "LG-1")]
    [InlineData(true, SessionEndReason.IdleTimeout)]
    [InlineData(false, SessionEndReason.AbsoluteTimeout)]
    public async Task A_timeout_is_reported_once_with_its_reason(bool idle, SessionEndReason reason)
    {
        await using SessionHost host = await SessionHost.StartAsync(
            SmallApp.Map, options => options.IdleTimeout = idle ? TimeSpan.FromMinutes(20) : options.AbsoluteTimeout);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        host.Clock.Advance(idle ? TimeSpan.FromMinutes(20) : SecureSessionDefaults.AbsoluteTimeout);
        await browser.GetAsync("/who");
        await browser.GetAsync("/who");

        SecureSessionEvent told = Assert.Single(host.Events.Of(SessionEventType.Expired));
        Assert.Equal((reason, "alice"), (told.Reason, told.UserId));
    }

    [Fact]
    [Trait("Requirement", "LG-2")]
    public async Task A_cookie_that_is_used_long_after_its_sign_out_raises_the_alarm()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        using Browser thief = browser.Copy();
        await browser.GetAsync("/sign-out");

        await thief.GetAsync("/who");
        Assert.Empty(host.Logs.Of("session_use_after_expire"));
        host.Clock.Advance(SecureSessionDefaults.LagWindow);
        await thief.GetAsync("/who");

        Assert.Equal(LogLevel.Critical, Assert.Single(host.Logs.Of("session_use_after_expire")).Level);
    }

    [Fact]
    [Trait("Requirement", "LG-4")]
    [Trait("Requirement", "LG-6")]
    public async Task The_log_line_of_an_event_says_who_what_where_and_when()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: ServerKind.KestrelHttp1);
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/sign-in/alice?secret=in-the-query", ("User-Agent", "Agent/1"));

        string message = Assert.Single(host.Logs.Of("session_created")).Message;
        SecureSessionEvent created = Assert.Single(host.Events.Of(SessionEventType.Created));
        Assert.Equal(
            $"session_created: Success why= session={created.SessionId} user=alice by= ip=127.0.0.1 path=/sign-in/alice ua=\"Agent/1\" "
            + "device=\"Agent\" network=127.0.0.0/24 at=2026-01-01T00:00:00.0000000+00:00",
            message);
    }

    [Theory]
    [Trait("Requirement", "LG-5")]
    [InlineData("Agent\" ip=10.0.0.1 by=\"admin", "ua=\"Agent\\\" ip=10.0.0.1 by=\\\"admin\"")]
    [InlineData("Agent\\\" by=admin", "ua=\"Agent\\\\\\\" by=admin\"")]
    public async Task A_user_agent_cannot_pass_for_another_part_of_the_line(string userAgent, string part)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: ServerKind.KestrelHttp1);
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/sign-in/alice", ("User-Agent", userAgent));

        Assert.Contains($" {part} device=", Assert.Single(host.Logs.Of("session_created")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_handler_that_throws_changes_nothing()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Map = SmallApp.Map,
            ConfigureServices = static services => services.AddSingleton<ISecureSessionEventHandler, ThrowingEventHandler>(),
        });
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/sign-in/alice");

        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
        Assert.Single(host.Logs.Of("session_event_handler_fail"));
    }
}
