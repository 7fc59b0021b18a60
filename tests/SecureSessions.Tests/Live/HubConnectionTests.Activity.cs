using Microsoft.AspNetCore.Http.Connections;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Live;

// What moves the idle deadline, and what does not.
public sealed partial class HubConnectionTests
{
    private static TimeSpan Most => SecureSessionDefaults.IdleTimeout - Second;

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Requirement", "TO-7")]
    public async Task Connecting_to_calling_and_polling_a_hub_is_no_activity(HttpTransportType transport)
    {
        using Browser browser = await _live.SignInAsync();
        _live.Clock.Advance(Most);

        HubClient connection = await ConnectAsync(browser, transport);
        await connection.CallAsync("Who");
        await _live.LeapAsync(Second);

        await connection.WaitUntilClosedAsync();
        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_hub_call_is_activity_if_the_option_says_so(HttpTransportType transport)
    {
        await using LiveHost live = await StartAsync(static hubs => hubs.HubCallsAreActivity = true);
        using Browser browser = await live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, transport, live);

        for (int i = 0; i < 3; i++)
        {
            await live.LeapAsync(Most);
            await CallAndSlideAsync(connection, live);
        }

        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    [Fact]
    public async Task Many_hub_calls_cost_one_store_call_in_ten_seconds()
    {
        await using LiveHost live = await StartAsync(static hubs => hubs.HubCallsAreActivity = true);
        using Browser browser = await live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, HttpTransportType.WebSockets, live);
        live.Store.ForgetCalls();

        live.Clock.Advance(SecureSessionDefaults.HubActivityInterval);
        for (int i = 0; i < 20; i++)
            await connection.CallAsync("Who");

        Assert.Equal([StoreOperation.Find], live.Store.Calls.Where(static call => call == StoreOperation.Find));
    }

    [Fact]
    public async Task Hub_calls_still_count_as_activity_after_the_browsers_secret_was_renewed()
    {
        await using LiveHost live = await StartAsync(static hubs => hubs.HubCallsAreActivity = true);
        using Browser browser = await live.SignInAsync();
        HubClient connection = await ConnectAsync(browser, HttpTransportType.WebSockets, live);
        await RenewAsync(browser, live);

        for (int i = 0; i < 3; i++)
        {
            await CallAndSlideAsync(connection, live);
            await live.LeapAsync(Most);
        }

        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
        Assert.Empty(live.Host.Logs.Of("session_use_after_expire"));
    }

    [Fact]
    public async Task A_hub_call_does_not_confirm_a_renewal_whose_cookie_may_be_lost()
    {
        await using LiveHost live = await StartAsync(static hubs => hubs.HubCallsAreActivity = true);
        using Browser browser = await live.SignInAsync();
        live.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await browser.SendKeepingJarAsync(HttpMethod.Get, "/who");

        HubClient connection = await ConnectAsync(browser, HttpTransportType.WebSockets, live);
        await CallAndSlideAsync(connection, live);
        live.Clock.Advance(SecureSessionDefaults.RenewalGrace + SecureSessionDefaults.LagWindow);

        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    // The first request renews, the second brings the new secret; then the grace passes.
    private static async Task RenewAsync(Browser browser, LiveHost live)
    {
        live.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await browser.GetAsync("/who");
        await browser.GetAsync("/who");
        live.Clock.Advance(SecureSessionDefaults.RenewalGrace);
    }

    // The call itself does not wait for the store.
    private static async Task CallAndSlideAsync(HubClient connection, LiveHost live)
    {
        DateTimeOffset now = live.Clock.GetUtcNow();
        await connection.CallAsync("Who");
        await Poll.UntilAsync(
            async () =>
                (
                    await live.Store.Inner.PeekAsync(
                        live.LastSignedIn, CancellationToken.None))!.LastSeenAt == now, "the idle deadline has moved");
    }
}
