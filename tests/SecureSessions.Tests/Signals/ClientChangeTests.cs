using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Signals;

/// <summary>
/// A session that is used from another device or network raises a signal, which the rule of the options answers. Honest users notice
/// nothing.
/// </summary>
public sealed class ClientChangeTests
{
    private const string SameHousehold = "2001:db8:12:3::aaaa";
    private const string PrivacyAddress = "2001:db8:12:9:1d2e:3f40:5162:7384";

    [Theory]
    [Trait("Requirement", "MS-6")]
    [InlineData(SignalHost.Home, SignalHost.Safari, "device")]
    [InlineData(SignalHost.Train, SignalHost.Firefox, "network")]
    [InlineData(SignalHost.Train, SignalHost.Safari, "device,network")]
    [InlineData(SignalHost.Home, "curl/8.5.0", "device")]
    public async Task A_device_or_network_that_was_not_seen_before_is_reported(string address, string? userAgent, string detail)
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync();

        Page page = await signals.GetAsync("/who", address, userAgent);

        SecureSessionEvent told = Assert.Single(signals.Of(SessionEventType.ClientChanged));
        Assert.Equal(("alice", detail, "alice", SignalResponse.Report), (page.Body, told.Detail, told.UserId, told.Response));
        Assert.Equal(ClientNetwork.Of(System.Net.IPAddress.Parse(address)), told.Client!.Network);
    }

    [Theory]
    [Trait("Requirement", "MS-6")]
    [InlineData(SignalResponse.Report)]
    [InlineData(SignalResponse.StepUp)]
    [InlineData(SignalResponse.End)]
    public async Task An_updated_browser_and_a_privacy_address_are_no_signal_under_any_rule(SignalResponse rule)
    {
        await using SignalHost signals = await StartAsync(rule);
        await signals.GetAsync("/sign-in/alice", SameHousehold);

        await signals.GetAsync("/who", PrivacyAddress, SignalHost.NewerFirefox);

        Assert.Empty(signals.Of(SessionEventType.ClientChanged));
        Assert.Equal("alice", (await signals.GetAsync("/who", SameHousehold)).Body);
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task A_phone_that_leaves_the_house_is_reported_once_and_stays_signed_in()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync();

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal("alice", (await signals.GetAsync("/who", SignalHost.Train)).Body);
            Assert.Equal("alice", (await signals.GetAsync("/who", SignalHost.Home)).Body);
        }

        Assert.Single(signals.Of(SessionEventType.ClientChanged));
        Assert.Equal(["198.51.100.0/24", "203.0.113.0/24"], (await signals.ReadSessionAsync()).Networks);
    }

    [Fact]
    public async Task Only_a_change_of_the_client_costs_a_write()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync();
        signals.Host.Store.ForgetCalls();

        await signals.GetAsync("/who");
        await signals.GetAsync("/who", SignalHost.Train);
        await signals.GetAsync("/who", SignalHost.Train);
        await signals.GetAsync("/set/a/1", SignalHost.Train);

        Assert.Equal("Find Find Replace Find Find Replace", string.Join(' ', signals.Host.Store.Calls));
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task A_change_of_the_client_demands_a_step_up_if_the_rule_says_so_and_the_session_goes_on()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.NetworkChange = SignalResponse.StepUp);

        Assert.False((await signals.ReadSessionAsync()).NeedsStepUp);
        Assert.Equal("alice", (await signals.GetAsync("/who", SignalHost.Train)).Body);

        Assert.True((await signals.ReadSessionAsync()).NeedsStepUp);
        Assert.Equal(SignalResponse.StepUp, Assert.Single(signals.Of(SessionEventType.ClientChanged)).Response);
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task A_change_of_the_client_ends_the_session_if_the_rule_says_so()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.DeviceChange = SignalResponse.End);
        using Browser owner = signals.Browser.Copy();

        Page page = await signals.GetAsync("/who", userAgent: SignalHost.Safari);

        Assert.Equal(("nobody", null), (page.Body, signals.Browser.Token));
        Assert.Equal("nobody", (await owner.GetAsync("/who")).Body);
        Assert.Equal("Revoked", (await owner.GetAsync("/why")).Body);
        Assert.Equal(SignalResponse.End, Assert.Single(signals.Of(SessionEventType.ClientChanged)).Response);
        Assert.Equal(SessionEndReason.Revoked, Assert.Single(signals.Of(SessionEventType.Expired)).Reason);
    }

    [Fact]
    public async Task The_stricter_of_two_rules_is_applied_to_a_change_of_the_client()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(static options =>
            (options.Signals.DeviceChange, options.Signals.NetworkChange) = (SignalResponse.Report, SignalResponse.End));

        Assert.Equal("nobody", (await signals.GetAsync("/who", SignalHost.Train, SignalHost.Safari)).Body);
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task A_passive_request_from_elsewhere_ends_the_session_if_the_rule_says_so()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.DeviceChange = SignalResponse.End);
        using Browser owner = signals.Browser.Copy();

        await signals.GetAsync("/poll", userAgent: SignalHost.Safari);

        Assert.Equal(SignalResponse.End, Assert.Single(signals.Of(SessionEventType.ClientChanged)).Response);
        Assert.Equal("nobody", (await owner.GetAsync("/who")).Body);
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task Polling_from_elsewhere_is_reported_once_and_not_remembered()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync();
        signals.Host.Store.ForgetCalls();

        for (int i = 0; i < 3; i++)
            await signals.GetAsync("/poll", SignalHost.Train);

        Assert.Single(signals.Of(SessionEventType.ClientChanged));
        Assert.Equal("Find Find Find", string.Join(' ', signals.Host.Store.Calls));
        await signals.GetAsync("/who", SignalHost.Train);
        Assert.Equal(2, signals.Of(SessionEventType.ClientChanged).Count);
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task Polling_from_elsewhere_demands_the_step_up_once()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.NetworkChange = SignalResponse.StepUp);
        signals.Host.Store.ForgetCalls();

        for (int i = 0; i < 3; i++)
            await signals.GetAsync("/poll", SignalHost.Train);

        Assert.Equal("Find Replace Find Find", string.Join(' ', signals.Host.Store.Calls));
        (string[] networks, bool needsStepUp) = await ReadFromAsync(signals, SignalHost.Home);
        Assert.True(needsStepUp);
        Assert.Equal(["203.0.113.0/24"], networks);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("AppleCoreMedia/1.0.0.21E236 (iPhone; U; CPU OS 17_4_1 like Mac OS X; en_us)")]
    [InlineData("stagefright/1.2 (Linux;Android 14)")]
    [InlineData("Shop/2.1 (Linux;Android 14) ExoPlayerLib/2.19.1")]
    [InlineData("Lavf/60.16.100")]
    public async Task A_media_client_and_one_without_a_user_agent_are_no_other_device(string? userAgent)
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.DeviceChange = SignalResponse.End);

        Assert.Equal("alice", (await signals.GetAsync("/who", userAgent: userAgent)).Body);
        Assert.Equal("alice", (await signals.GetAsync("/who")).Body);
        Assert.Empty(signals.Of(SessionEventType.ClientChanged));
    }

    [Fact]
    public async Task A_list_shows_the_present_client_and_alternating_clients_cost_one_write_a_minute()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync();
        await signals.GetAsync("/who", SignalHost.Train);
        signals.Host.Store.ForgetCalls();

        for (int i = 0; i < 3; i++)
        {
            await signals.GetAsync("/who");
            await signals.GetAsync("/who", SignalHost.Train);
        }

        Assert.Equal(1, signals.Host.Store.Calls.Count(static call => call == StoreOperation.Replace));
        Assert.Equal("203.0.113.0/24", await PresentNetworkAsync(signals));
        signals.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await signals.GetAsync("/who", SignalHost.Train);
        Assert.Equal("198.51.100.0/24", await PresentNetworkAsync(signals));
        Assert.Single(signals.Of(SessionEventType.ClientChanged));
    }

    [Fact]
    public async Task Clients_of_anonymous_sessions_are_not_remembered()
    {
        await using SignalHost signals = await SignalHost.StartAsync(static options => options.Signals.NetworkChange = SignalResponse.End);
        await signals.GetAsync("/set/a/1");

        Assert.Equal("1", (await signals.GetAsync("/get/a", SignalHost.Train, SignalHost.Safari)).Body);
        Assert.Empty(signals.Of(SessionEventType.ClientChanged));
        Assert.Empty((await signals.ReadSessionAsync()).Networks);
    }

    [Fact]
    public async Task Six_parallel_requests_from_a_new_network_are_reported_once_and_all_succeed()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync();
        signals.Browser.Address = SignalHost.Train;
        using var together = new Barrier(6);
        signals.Host.Store.Before = operation =>
            operation == StoreOperation.Replace && signals.Host.Store.Calls.Count(static call => call == StoreOperation.Replace) <= 6
            ? Task.Run(() => together.SignalAndWait(Patience.Limit))
            : Task.CompletedTask;

        Page[] pages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => signals.Browser.GetAsync("/who")));

        Assert.All(pages, static page => Assert.Equal("alice", page.Body));
        Assert.Single(signals.Of(SessionEventType.ClientChanged));
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.ThrowsAfterYield)]
    [InlineData(StoreFault.ThrowsLater)]
    [InlineData(StoreFault.Hangs)]
    public async Task A_request_goes_on_if_a_change_of_the_client_cannot_be_stored_and_the_next_one_reports_it(StoreFault fault)
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.NetworkChange = SignalResponse.StepUp);
        signals.Host.Store.Fail(fault, StoreOperation.Replace);

        Page page = await signals.Host.WhileTimePassesAsync(signals.GetAsync("/seen", SignalHost.Train));

        Assert.EndsWith("True", page.Body, StringComparison.Ordinal);
        Assert.Empty(signals.Of(SessionEventType.ClientChanged));
        signals.Host.Store.Heal();
        Assert.Equal("alice", (await signals.GetAsync("/who", SignalHost.Train)).Body);
        Assert.Single(signals.Of(SessionEventType.ClientChanged));
    }

    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_session_that_cannot_be_ended_after_a_change_of_the_client_is_not_used_either()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.NetworkChange = SignalResponse.End);
        signals.Host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.End);

        Page page = await signals.GetAsync("/who", SignalHost.Train);

        Assert.Equal(503, (int)page.Status);
        Assert.NotNull(signals.Browser.Token);
    }

    [Fact]
    public async Task A_session_remembers_eight_clients()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync();

        for (int i = 0; i < 20; i++)
            await signals.GetAsync("/who", $"10.0.{i}.1");

        Assert.Equal(Enumerable.Range(12, 8).Select(static i => $"10.0.{i}.0/24"), (await ReadFromAsync(signals, "10.0.19.1")).Networks);
    }

    [Fact]
    public async Task A_change_of_the_client_while_a_renewal_is_due_does_both()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync();
        string? token = signals.Browser.Token;
        signals.Host.Clock.Advance(SecureSessionDefaults.RenewalInterval);

        await signals.GetAsync("/who", SignalHost.Train);

        Assert.NotEqual(token, signals.Browser.Token);
        Assert.Equal("alice", (await signals.GetAsync("/who", SignalHost.Train)).Body);
        Assert.Single(signals.Of(SessionEventType.ClientChanged));
        Assert.Single(signals.Of(SessionEventType.Renewed));
    }

    private static Task<SignalHost> StartAsync(SignalResponse rule) => SignalHost.StartAsync(options =>
        (options.Signals.DeviceChange, options.Signals.NetworkChange) = (rule, rule));

    private static async Task<string?> PresentNetworkAsync(SignalHost signals)
    {
        Assert.True(SessionToken.TryParse(signals.Browser.Token, out SessionToken token));
        SessionSummary session = (await signals.Host.Store.Inner.PeekAsync(token.Id, CancellationToken.None))!;
        return SessionLabel.Read(session.Label).Client.Network;
    }

    private static Task<(string[] Networks, bool NeedsStepUp)> ReadFromAsync(SignalHost signals, string address)
    {
        signals.Browser.Address = address;
        return signals.ReadSessionAsync();
    }
}
