using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Signals;

/// <summary>The event of a sign-in has its device, and the devices that its user signed in from before.</summary>
public sealed class NewDeviceTests
{
    [Fact]
    [Trait("Requirement", "MS-5")]
    public async Task The_event_of_a_sign_in_has_its_device_and_the_earlier_ones()
    {
        await using SignalHost signals = await SignalHost.StartAsync();

        await signals.GetAsync("/sign-in/alice");
        await signals.GetAsync("/sign-in/alice", SignalHost.Train, SignalHost.Safari);

        Assert.Equal(
            [new SessionClient("Firefox on Windows", "203.0.113.0/24"), new SessionClient("Safari on iPhone", "198.51.100.0/24")],
            Created(signals).Select(static e => e.Client));
        Assert.Empty(Created(signals)[0].KnownDevices!);
        Assert.Equal([new KnownDevice("Firefox on Windows", "203.0.113.0/24", Created(signals)[0].At)], Created(signals)[1].KnownDevices!);
    }

    [Fact]
    [Trait("Requirement", "MS-5")]
    public async Task A_device_is_new_if_its_user_had_others_before_and_not_this_one()
    {
        await using SignalHost signals = await SignalHost.StartAsync();

        await signals.GetAsync("/sign-in/alice");
        await signals.GetAsync("/sign-in/alice", userAgent: SignalHost.NewerFirefox);
        await signals.GetAsync("/sign-in/alice", userAgent: SignalHost.Safari);
        await signals.GetAsync("/sign-in/alice", userAgent: SignalHost.Safari);
        await signals.GetAsync("/sign-in/bob", userAgent: SignalHost.Safari);

        Assert.Equal([false, false, true, false, false], Created(signals).Select(static e => e.IsNewDevice));
    }

    [Fact]
    public async Task A_client_without_a_user_agent_is_not_remembered_as_a_device()
    {
        await using SignalHost signals = await SignalHost.StartAsync();

        await signals.GetAsync("/sign-in/alice", userAgent: null);
        await signals.GetAsync("/sign-in/alice");

        Assert.Null(Created(signals)[0].KnownDevices);
        Assert.Empty(Created(signals)[1].KnownDevices!);
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.ThrowsAfterYield)]
    [InlineData(StoreFault.ThrowsLater)]
    [InlineData(StoreFault.ThrowsAfterDoing)]
    [InlineData(StoreFault.Hangs)]
    public async Task A_sign_in_succeeds_if_its_device_cannot_be_remembered(StoreFault fault)
    {
        await using SignalHost signals = await SignalHost.StartAsync();
        signals.Host.Store.Fail(fault, StoreOperation.RememberDevice);

        Page page = await signals.Host.WhileTimePassesAsync(signals.GetAsync("/sign-in/alice"));

        Assert.Equal(200, (int)page.Status);
        Assert.Equal("alice", (await signals.GetAsync("/who")).Body);
        Assert.Null(Assert.Single(Created(signals)).KnownDevices);
    }

    [Fact]
    public async Task With_KeepClientInfo_off_nothing_is_kept_and_nothing_compared()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(static options => options.KeepClientInfo = false);

        await signals.GetAsync("/who", SignalHost.Abroad, SignalHost.Safari);

        Assert.Null(Assert.Single(Created(signals)).Client);
        Assert.Empty((await signals.ReadSessionAsync()).Networks);
        Assert.DoesNotContain(StoreOperation.RememberDevice, signals.Host.Store.Calls);
        Assert.Empty(signals.Of(SessionEventType.ClientChanged));
    }

    [Fact]
    public async Task The_label_for_lists_has_device_and_network()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync();
        SessionId id = Created(signals)[0].SessionId!.Value;

        Assert.Equal(new SessionClient("Firefox on Windows", "203.0.113.0/24"), await LabelAsync(signals, id));
        await signals.GetAsync("/who", SignalHost.Train);
        Assert.Equal(new SessionClient("Firefox on Windows", "198.51.100.0/24"), await LabelAsync(signals, id));
    }

    private static async Task<SessionClient> LabelAsync(SignalHost signals, SessionId id) =>
        SessionLabel.Read((await signals.Host.Store.Inner.PeekAsync(id, CancellationToken.None))!.Label).Client;

    private static IReadOnlyList<SecureSessionEvent> Created(SignalHost signals) => signals.Of(SessionEventType.Created);
}
