using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Devices are known on every node, whichever of them saw them first.</summary>
[Collection(SharedServer.Name)]
public sealed class SignalTests(SharedServer shared)
{
    private const string Phone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 "
        + "Safari/604.1";

    private readonly string _prefix = RedisPorts.NewPrefix();

    [Fact]
    [Trait("Requirement", "MS-5")]
    public async Task A_sign_in_on_one_node_knows_the_device_of_a_sign_in_on_another()
    {
        await using SessionHost one = await StartNodeAsync();
        await using SessionHost other = await StartNodeAsync();
        using Browser first = one.NewBrowser();
        using Browser second = other.NewBrowser();
        second.UserAgent = Phone;

        await first.GetAsync("/sign-in/alice");
        await second.GetAsync("/sign-in/alice");
        await second.GetAsync("/sign-in/alice");

        Assert.Equal([true, false], other.Events.Of(SessionEventType.Created).Select(static e => e.IsNewDevice));
        Assert.Equal("Firefox on Linux", Assert.Single(other.Events.Of(SessionEventType.Created)[0].KnownDevices!).Device);
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task A_change_that_one_node_has_reported_is_no_news_to_another()
    {
        await using SessionHost one = await StartNodeAsync();
        await using SessionHost other = await StartNodeAsync();
        using Browser browser = one.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        using Browser there = other.NewBrowser();
        (browser.UserAgent, there.UserAgent, there.Token) = (Phone, Phone, browser.Token);

        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
        Assert.Equal("alice", (await there.GetAsync("/who")).Body);
        SecureSessionEvent told = Assert.Single(one.Events.Of(SessionEventType.ClientChanged));
        Assert.Empty(other.Events.Of(SessionEventType.ClientChanged));
        SessionSummary? listed = await other.Store.Inner.PeekAsync(told.SessionId!.Value, CancellationToken.None);
        Assert.Equal("Safari on iPhone", SessionLabel.Read(listed!.Label).Client.Device);
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task A_session_that_a_rule_ends_on_one_node_has_ended_on_all()
    {
        await using SessionHost one = await StartNodeAsync(static options => options.Signals.DeviceChange = SignalResponse.End);
        await using SessionHost other = await StartNodeAsync();
        using Browser browser = one.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        using Browser owner = other.NewBrowser();
        owner.Token = browser.Token;

        browser.UserAgent = Phone;
        await browser.GetAsync("/who");

        Assert.Equal("Revoked", (await owner.GetAsync("/why")).Body);
    }

    private Task<SessionHost> StartNodeAsync(Action<SecureSessionOptions>? configure = null) =>
        RedisHost.StartAsync(shared.Server, configure, options => options.KeyPrefix = _prefix);
}
