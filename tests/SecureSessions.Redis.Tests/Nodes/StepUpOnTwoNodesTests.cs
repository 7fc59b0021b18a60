using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Nodes;

/// <summary>Two apps on one Redis: what one of them was told of an authentication is known to the other, by Redis' clock.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class StepUpOnTwoNodesTests : IAsyncLifetime
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);

    private RedisServer _server = null!;
    private SessionHost _a = null!;
    private SessionHost _b = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _a = await RedisHost.StartAsync(_server, map: Map);
        _b = await RedisHost.StartAsync(_server, map: Map);
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "SU-6")]
    public async Task A_step_up_on_A_counts_on_B_until_it_lapses()
    {
        using Browser onA = _a.NewBrowser();
        using var onB = new Browser(_b.NewClient(), onA.Jar);
        await onA.GetAsync("/sign-in/ada");
        Assert.Equal(401, (int)(await onB.GetAsync("/keys")).Status);

        await onA.GetAsync("/step-up");
        Assert.Equal("ok", (await onB.GetAsync("/keys")).Body);

        TimeSpan lapsed = await Poll.UntilAsync(async () => (int)(await onB.GetAsync("/keys")).Status == 401, "the step-up lapsed");
        Assert.InRange(lapsed, TimeSpan.Zero, Lifetime + Patience.Slack);
    }

    [Fact]
    [Trait("Requirement", "SU-6")]
    public async Task The_users_list_shows_it_and_the_secret_before_it_is_dead_on_both()
    {
        using Browser browser = _a.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        using Browser thief = browser.Copy();
        using var thiefOnB = new Browser(_b.NewClient(), thief.Jar);

        await browser.GetAsync("/step-up");

        Assert.Equal(
            ("nobody", "nobody", "ada"),
            ((await thief.GetAsync("/who")).Body, (await thiefOnB.GetAsync("/who")).Body, (await browser.GetAsync("/who")).Body));
        Assert.True(SessionToken.TryParse(browser.Token, out SessionToken token));
        SessionSummary listed = (await _b.Store.Inner.PeekAsync(token.Id, CancellationToken.None))!;
        Assert.Equal("aal2", SessionLabel.Read(listed.Label).Authentication?.Level);
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/step-up", static (HttpContext context) => context.GetSecureSession().StepUp(["otp"], "aal2", Lifetime));
        app.MapGet("/keys", static () => "ok").RequireFreshAuthentication(level: "aal2");
    }
}
