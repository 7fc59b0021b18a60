using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.Signals;
using Xunit;

namespace SecureSessions.Tests.Live;

/// <summary>A hub connection lives as long as the session that it was opened with, over every transport.</summary>
public sealed partial class HubConnectionTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<IAsyncDisposable> _connections = [];
    private LiveHost _live = null!;

    public static TheoryData<HttpTransportType> Transports => [.. HubClient.Transports];

    public async Task InitializeAsync() => _live = await StartAsync();

    public async Task DisposeAsync()
    {
        foreach (IAsyncDisposable connection in _connections)
            await connection.DisposeAsync();
        await _live.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Requirement", "TM-9")]
    public async Task A_hub_connection_closes_within_a_second_when_its_user_signs_out(HttpTransportType transport)
    {
        using Browser browser = await _live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, transport);
        Assert.Equal("alice", await connection.CallAsync("Who"));

        await browser.GetAsync("/sign-out");

        await connection.WaitUntilClosedAsync();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Requirement", "TM-9")]
    public async Task A_hub_connection_closes_within_a_second_when_another_node_ends_its_session(HttpTransportType transport)
    {
        using Browser browser = await _live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, transport);

        await _live.EndElsewhereAsync(LiveHost.IdOf(browser));
        _live.Announcements.Announce(LiveHost.IdOf(browser));

        await connection.WaitUntilClosedAsync();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Requirement", "TM-9")]
    public async Task A_hub_connection_closes_within_30_seconds_when_the_announcement_is_lost(HttpTransportType transport)
    {
        using Browser browser = await _live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, transport);

        await _live.EndElsewhereAsync(LiveHost.IdOf(browser));
        await _live.LeapAsync(TimeSpan.FromSeconds(29));

        await connection.WaitUntilClosedAsync();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Requirement", "TM-9")]
    public async Task A_hub_connection_closes_within_a_second_of_the_idle_deadline(HttpTransportType transport)
    {
        using Browser browser = await _live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, transport);

        await _live.LeapAsync(SecureSessionDefaults.IdleTimeout - Second);
        Assert.Equal("alice", await connection.CallAsync("Who"));
        await _live.LeapAsync(Second);

        await connection.WaitUntilClosedAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_hub_connection_closes_at_the_absolute_deadline_even_if_the_store_is_down()
    {
        await using LiveHost live = await StartAsync(configure: static options => options.AbsoluteTimeout = options.IdleTimeout);
        using Browser browser = await live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, HttpTransportType.WebSockets, live);
        live.Store.Fail(StoreFault.ThrowsAtOnce);

        await live.LeapAsync(SecureSessionDefaults.IdleTimeout);

        await connection.WaitUntilClosedAsync();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_hub_connection_without_a_session_is_left_alone(HttpTransportType transport)
    {
        using Browser signedIn = await _live.SignInAsync();
        using Browser stranger = _live.Host.NewBrowser();
        HubClient connection = await ConnectAsync(stranger, transport);
        int checks = _live.Checks;

        await signedIn.GetAsync("/sign-out");
        _live.Announcements.Alarm();
        _live.Clock.Advance(SecureSessionDefaults.AbsoluteTimeout);

        Assert.Equal("nobody", await connection.CallAsync("Who"));
        Assert.Equal(checks, _live.Checks);
    }

    [Fact]
    public async Task A_hub_connection_of_another_users_session_stays_open()
    {
        using Browser alice = await _live.SignInAsync();
        using Browser bob = await _live.SignInAsync("bob");
        HubClient ofAlice = await ConnectAsync(alice, HttpTransportType.WebSockets);
        HubClient ofBob = await ConnectAsync(bob, HttpTransportType.WebSockets);

        await alice.GetAsync("/sign-out");
        await ofAlice.WaitUntilClosedAsync();

        Assert.Equal("bob", await ofBob.CallAsync("Who"));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_hub_connection_closes_when_another_user_signs_in_and_a_new_one_is_the_new_users(HttpTransportType transport)
    {
        using Browser browser = await _live.SignInAsync();
        HubClient old = await ConnectAsync(browser, transport);

        await browser.GetAsync("/sign-in/bob");
        await old.WaitUntilClosedAsync();

        HubClient connection = await ConnectAsync(browser, transport);
        Assert.Equal("bob", await connection.CallAsync("Who"));
    }

    [Fact]
    public async Task A_hub_connection_stays_open_when_the_secret_is_renewed()
    {
        using Browser browser = await _live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, HttpTransportType.WebSockets);

        _live.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await browser.GetAsync("/who");
        await browser.GetAsync("/who");
        _live.Announcements.Alarm();
        await _live.SettleAsync();

        Assert.Equal("alice", await connection.CallAsync("Who"));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Requirement", "TM-9")]
    [Trait("Requirement", "RG-1")]
    public async Task A_hub_connection_of_a_copied_cookie_closes_at_a_regeneration_and_the_new_cookie_connects(HttpTransportType transport)
    {
        using Browser browser = await _live.SignInAsync();
        HubClient copied = await ConnectAsync(browser, transport);

        await browser.GetAsync("/regenerate");

        await copied.WaitUntilClosedAsync();
        HubClient connection = await ConnectAsync(browser, transport);
        _live.Announcements.Alarm();
        await _live.SettleAsync();
        Assert.Equal("alice", await connection.CallAsync("Who"));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Requirement", "TM-9")]
    [Trait("Requirement", "RG-1")]
    public async Task A_hub_connection_closes_when_privileges_were_changed_elsewhere(HttpTransportType transport)
    {
        using Browser browser = await _live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, transport);

        await _live.Store.Inner.MarkAsync(LiveHost.IdOf(browser), reauthenticate: false, CancellationToken.None);
        _live.Announcements.Announce(LiveHost.IdOf(browser));

        await connection.WaitUntilClosedAsync();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_client_whose_hub_connection_is_closed_may_connect_again(HttpTransportType transport)
    {
        using Browser browser = await _live.SignInAsync();
        HubClient signedOut = await ConnectAsync(browser, transport);
        using Browser other = await _live.SignInAsync("bob");
        HubClient regenerated = await ConnectAsync(other, transport);

        await browser.GetAsync("/sign-out");
        await other.GetAsync("/regenerate");
        await signedOut.WaitUntilClosedAsync();
        await regenerated.WaitUntilClosedAsync();

        Assert.Equal((true, true), (signedOut.MayReconnect, regenerated.MayReconnect));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Requirement", "MS-6")]
    public async Task A_copied_cookie_gets_nothing_from_another_browser_where_the_app_says_so(HttpTransportType transport)
    {
        await using LiveHost live = await StartAsync(configure: static options => options.Signals.DeviceChange = SignalResponse.End);
        using Browser browser = await live.SignInAsync();
        HubClient own = await ConnectAsync(browser, transport, live);
        using Browser thief = browser.Copy();
        thief.UserAgent = SignalHost.Safari;

        HubClient copied = await ConnectAsync(thief, transport, live);

        Assert.Equal("nobody", await copied.CallAsync("Who"));
        await own.WaitUntilClosedAsync();
        Assert.Equal("device", Assert.Single(live.Host.Events.Of(SessionEventType.ClientChanged)).Detail);
    }

    [Fact]
    public async Task All_tabs_of_one_session_close_together()
    {
        using Browser browser = await _live.SignInAsync();
        HubClient[] tabs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ConnectAsync(browser, HttpTransportType.WebSockets)));
        int checks = _live.Checks;

        await browser.GetAsync("/sign-out");

        await Task.WhenAll(tabs.Select(static tab => tab.WaitUntilClosedAsync()));
        Assert.Equal(checks + 1, _live.Checks);
    }

    [Fact]
    public async Task No_session_is_checked_after_its_hub_connection_has_closed()
    {
        using Browser browser = await _live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, HttpTransportType.WebSockets);
        await connection.DisposeAsync();
        await Poll.UntilAsync(() => _live.Watched == 0, "the server sees it closed");
        int checks = _live.Checks;

        _live.Clock.Advance(10 * SecureSessionDefaults.LiveSessionCheckInterval);

        Assert.Equal(checks, _live.Checks);
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_hub_connection_with_stateful_reconnect_ends_with_its_session_and_does_not_go_on()
    {
        await using LiveHost live = await LiveHost.StartAsync(
            static app => app.MapHub<EchoHub>("/hub", static hub => hub.AllowStatefulReconnects = true),
            static services => services.AddSignalR(HubClient.SetServer).AddSecureSessions(),
            ServerKind.KestrelHttp1);
        using Browser browser = await live.SignInAsync();
        HubClient connection = await HubClient.ConnectAsync(live.Host.BaseAddress, browser, stateful: true);
        lock (_connections)
            _connections.Add(connection);
        Assert.Equal("alice", await connection.CallAsync("Who"));

        await browser.GetAsync("/sign-out");
        await connection.WaitUntilClosedAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.CallAsync("Who"));
        Assert.True(connection.MayReconnect);
    }

    private static Task<LiveHost> StartAsync(
        Action<SecureSessionHubOptions>? hubs = null, Action<SecureSessionOptions>? configure = null) =>
        LiveHost.StartAsync(
        static app => app.MapHub<EchoHub>("/hub"),
        services => services.AddSignalR(HubClient.SetServer).AddSecureSessions(hubs),
        ServerKind.KestrelHttp1,
        configure);

    private async Task<HubClient> ConnectAsync(Browser browser, HttpTransportType transport, LiveHost? live = null)
    {
        HubClient connection = await HubClient.ConnectAsync((live ?? _live).Host.BaseAddress, browser, transport);
        lock (_connections)
            _connections.Add(connection);
        return connection;
    }
}
