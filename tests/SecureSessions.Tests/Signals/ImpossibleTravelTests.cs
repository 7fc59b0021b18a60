using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Signals;

/// <summary>
/// A user who is in two places within less time than the travel takes raises a signal, at a sign-in and within a session.
/// </summary>
public sealed class ImpossibleTravelTests
{
    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task A_sign_in_from_another_continent_an_hour_later_is_reported_with_the_speed()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(locator: new MapOfNetworks());

        signals.Host.Clock.Advance(TimeSpan.FromHours(1));
        await signals.GetAsync("/sign-in/alice", SignalHost.Abroad);

        SecureSessionEvent told = Assert.Single(signals.Of(SessionEventType.ImpossibleTravel));
        Assert.Equal(("6385 203.0.113.0/24 192.0.2.0/24", "alice", SignalResponse.Report), (told.Detail, told.UserId, told.Response));
        Assert.Equal("alice", (await signals.GetAsync("/who", SignalHost.Abroad)).Body);
    }

    [Theory]
    [InlineData(SignalHost.Abroad, 7)]
    [InlineData(SignalHost.Train, 0)]
    [InlineData("10.1.2.3", 0)]
    public async Task A_flight_a_short_distance_and_an_unknown_place_are_no_signal(string address, int hours)
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(locator: new MapOfNetworks());

        signals.Host.Clock.Advance(TimeSpan.FromHours(hours));
        await signals.GetAsync("/sign-in/alice", address);

        Assert.Empty(signals.Of(SessionEventType.ImpossibleTravel));
    }

    [Fact]
    public async Task A_session_that_is_used_on_another_continent_is_reported_beside_its_change_of_network()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(locator: new MapOfNetworks());
        signals.Host.Clock.Advance(TimeSpan.FromMinutes(10));

        await signals.GetAsync("/who", SignalHost.Abroad);
        await signals.GetAsync("/who", SignalHost.Home);
        await signals.GetAsync("/who", SignalHost.Abroad);

        Assert.Equal("38313 203.0.113.0/24 192.0.2.0/24", Assert.Single(signals.Of(SessionEventType.ImpossibleTravel)).Detail);
        Assert.Single(signals.Of(SessionEventType.ClientChanged));
    }

    [Fact]
    public async Task The_shortest_distance_from_the_networks_of_a_session_counts()
    {
        var map = new MapOfNetworks();
        await using SignalHost signals = await SignalHost.StartSignedInAsync(locator: map);
        await signals.GetAsync("/who", SignalHost.Abroad);
        map.Places["10.0.0.0/24"] = MapOfNetworks.Potsdam;

        await signals.GetAsync("/who", "10.0.0.1");

        Assert.Single(signals.Of(SessionEventType.ImpossibleTravel));
        Assert.Equal(2, signals.Of(SessionEventType.ClientChanged).Count);
    }

    [Theory]
    [InlineData(SignalResponse.StepUp, "alice", true)]
    [InlineData(SignalResponse.End, "nobody", false)]
    public async Task The_rule_for_impossible_travel_is_applied_within_a_session(SignalResponse rule, string who, bool goesOn)
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            options => options.Signals.ImpossibleTravel = rule, new MapOfNetworks());

        Assert.Equal("alice", (await signals.GetAsync("/who", SignalHost.Train)).Body);
        Assert.Equal(who, (await signals.GetAsync("/who", SignalHost.Abroad)).Body);

        Assert.Equal(goesOn, signals.Browser.Token is not null);
        Assert.Equal(rule, Assert.Single(signals.Of(SessionEventType.ImpossibleTravel)).Response);
    }

    [Fact]
    public async Task A_sign_in_that_needs_a_step_up_needs_it_however_often_it_is_tried()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.ImpossibleTravel = SignalResponse.StepUp, new MapOfNetworks());

        for (int attempt = 0; attempt < 2; attempt++)
        {
            signals.Browser.Token = null;
            await signals.GetAsync("/sign-in/alice", SignalHost.Abroad);
            Assert.True((await signals.ReadSessionAsync()).NeedsStepUp);
        }

        Assert.Equal(2, signals.Of(SessionEventType.ImpossibleTravel).Count);
    }

    [Theory]
    [InlineData(SignalHost.Firefox)]
    [InlineData(SignalHost.Safari)]
    public async Task A_sign_in_that_is_refused_is_refused_however_often_it_is_tried(string userAgent)
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.ImpossibleTravel = SignalResponse.End, new MapOfNetworks());
        using Browser owner = signals.Browser.Copy();
        signals.Browser.Token = null;

        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(401, (int)(await signals.GetAsync("/sign-in/alice", SignalHost.Abroad, userAgent)).Status);
            Assert.Equal("nobody", (await signals.GetAsync("/who", SignalHost.Abroad, userAgent)).Body);
        }

        Assert.Equal("alice", (await owner.GetAsync("/who")).Body);
        Assert.Single(await signals.Host.Store.InnerIndex.ListAsync("alice", CancellationToken.None));
        Assert.All(signals.Of(SessionEventType.Expired), static e => Assert.Equal(SessionEndReason.Revoked, e.Reason));
    }

    [Fact]
    public async Task A_refused_sign_in_ends_no_other_session_of_its_user()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options =>
                (options.Signals.ImpossibleTravel, options.MaxSessionsPerUser) = (SignalResponse.End, 1), new MapOfNetworks());
        using Browser owner = signals.Browser.Copy();
        signals.Browser.Token = null;

        await signals.GetAsync("/sign-in/alice", SignalHost.Abroad);

        Assert.Equal("alice", (await owner.GetAsync("/who")).Body);
    }

    [Fact]
    public async Task A_step_up_that_cannot_be_stored_refuses_the_sign_in()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.ImpossibleTravel = SignalResponse.StepUp, new MapOfNetworks());
        signals.Browser.Token = null;
        signals.Host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Replace);

        Assert.Equal(401, (int)(await signals.GetAsync("/sign-in/alice", SignalHost.Abroad)).Status);
        Assert.Null(signals.Browser.Token);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_locator_that_fails_or_hangs_refuses_nobody(bool hangs)
    {
        var map = new MapOfNetworks
        {
            Instead = cancelled => hangs
                ? Task.Delay(Timeout.Infinite, CancellationToken.None)
                : throw new InvalidOperationException("no database"),
        };
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.Signals.ImpossibleTravel = SignalResponse.End, map);

        Page page = await signals.Host.WhileTimePassesAsync(signals.GetAsync("/who", SignalHost.Abroad));

        Assert.Equal("alice", page.Body);
        Assert.Single(signals.Host.Logs.Of("session_geo_fail"));
        Assert.Empty(signals.Of(SessionEventType.ImpossibleTravel));
    }

    [Fact]
    public async Task Invalid_coordinates_are_no_signal()
    {
        var map = new MapOfNetworks { Places = { ["192.0.2.0/24"] = new GeoPoint(double.NaN, 0) } };
        await using SignalHost signals = await SignalHost.StartSignedInAsync(locator: map);

        await signals.GetAsync("/who", SignalHost.Abroad);

        Assert.Empty(signals.Of(SessionEventType.ImpossibleTravel));
    }

    [Fact]
    public async Task A_rule_for_impossible_travel_without_a_locator_fails_at_start_up()
    {
        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(
            () => SignalHost.StartAsync(static options => options.Signals.ImpossibleTravel = SignalResponse.End));

        Assert.Contains("AddGeoLocator", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_locator_that_is_added_last_is_used()
    {
        using ServiceProvider services = new ServiceCollection().AddSecureSessions().AddGeoLocator<MapOfNetworks>()
            .AddGeoLocator<MapOfNetworks>().Services.BuildServiceProvider();

        Assert.IsType<MapOfNetworks>(Assert.Single(services.GetServices<IGeoLocator>()));
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(52.52, 13.405, 40.71, -74.01, 6385)]
    [InlineData(0, 179, 0, -179, 222)]
    [InlineData(90, 0, -90, 0, 20015)]
    public void The_distance_is_measured_along_the_surface(
        double fromLatitude, double fromLongitude, double toLatitude, double toLongitude, int kilometres) =>
        Assert.Equal(
            kilometres, (int)Math.Round(new GeoPoint(fromLatitude, fromLongitude).DistanceTo(new GeoPoint(toLatitude, toLongitude))));
}
