using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Signals;

/// <summary>The place of a session by the names of the app's locator: kept where the app opts in, shown, and never decided by.</summary>
[Trait("Requirement", "MS-1")]
public sealed class PlaceTests
{
    private readonly Atlas _atlas = new();

    [Fact]
    public async Task Without_the_option_no_place_is_asked_for_or_kept()
    {
        await using SignalHost signals = await SignalHost.StartSignedInAsync(locator: _atlas);

        Assert.Equal([(null, null)], await PlacesAsync(signals));
        Assert.Equal(0, _atlas.Asked);
        await signals.GetAsync("/who", SignalHost.Train);
        Assert.Equal([(null, null)], await PlacesAsync(signals));
    }

    [Fact]
    public async Task A_list_and_the_history_show_where_a_session_was_used_last()
    {
        await using SignalHost signals = await StartAsync();
        Assert.Equal([("Germany", "Berlin")], await PlacesAsync(signals));

        await signals.GetAsync("/who", SignalHost.Train);
        Assert.Equal([("Germany", "Potsdam")], await PlacesAsync(signals));
        await signals.GetAsync("/sign-out", SignalHost.Train);

        PastSession past = Assert.Single(await signals.Host.Manager.HistoryAsync("alice"));
        Assert.Equal(("Germany", "Potsdam"), (past.Country, past.City));
    }

    [Fact]
    public async Task A_return_to_an_earlier_network_shows_its_place_and_asks_nobody()
    {
        await using SignalHost signals = await StartAsync();
        await signals.GetAsync("/who", SignalHost.Train);
        int asked = _atlas.Asked;

        await signals.GetAsync("/who", SignalHost.Home);

        Assert.Equal([("Germany", "Berlin")], await PlacesAsync(signals));
        Assert.Equal(asked, _atlas.Asked);
    }

    [Fact]
    public async Task A_request_that_tells_no_address_leaves_the_place_as_it_was()
    {
        await using SignalHost signals = await StartAsync();

        (signals.Browser.Address, signals.Browser.UserAgent) = (null, SignalHost.Safari);
        await signals.Browser.GetAsync("/who");

        UserSession session = Assert.Single(await signals.Host.Manager.ListAsync("alice"));
        Assert.Equal(("Safari on iPhone", "Germany", "Berlin"), (session.Device, session.Country, session.City));
    }

    [Fact]
    public async Task A_place_outlives_a_step_up_a_renewal_and_a_regeneration()
    {
        await using SignalHost signals = await StartAsync();
        await signals.GetAsync("/step-up");
        signals.Host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await signals.GetAsync("/who");
        await signals.GetAsync("/regenerate");

        Assert.Equal([("Germany", "Berlin")], await PlacesAsync(signals));
    }

    [Fact]
    public async Task The_event_of_a_sign_in_has_the_place_and_its_log_line_has_not()
    {
        await using SignalHost signals = await StartAsync();

        SecureSessionEvent created = Assert.Single(signals.Of(SessionEventType.Created));

        Assert.Equal(("Germany", "Berlin"), (created.Client!.Country, created.Client.City));
        Assert.DoesNotContain("Berlin", Assert.Single(signals.Host.Logs.Of("session_created")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signals_are_the_same_with_and_without_places()
    {
        await using SignalHost signals = await StartAsync();

        await signals.GetAsync("/who", SignalHost.Train);
        await signals.GetAsync("/who", SignalHost.Home);
        await signals.GetAsync("/who", SignalHost.Home, SignalHost.Safari);

        Assert.Equal(["network", "device"], signals.Of(SessionEventType.ClientChanged).Select(static changed => changed.Detail));
    }

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("Germany", null, "Germany", null)]
    [InlineData("", "  ", null, null)]
    [InlineData("Ger\r\nmany\u202e", "Ber\0lin", "Ger??many?", "Ber?lin")]
    [InlineData("用户", "Würzburg", "用户", "Würzburg")]
    public async Task Names_are_kept_without_characters_that_nobody_sees(
        string? country, string? city, string? keptCountry, string? keptCity)
    {
        _atlas.Home = new GeoPoint(52.52, 13.405) { Country = country, City = city };
        await using SignalHost signals = await StartAsync();

        Assert.Equal([(keptCountry, keptCity)], await PlacesAsync(signals));
    }

    [Fact]
    public async Task A_name_with_half_a_character_is_kept_without_it()
    {
        _atlas.Home = new GeoPoint(52.52, 13.405) { Country = "\ud83d", City = "a\ude00b" };
        await using SignalHost signals = await StartAsync();

        Assert.Equal([("?", "a?b")], await PlacesAsync(signals));
    }

    [Theory]
    [InlineData('x')]
    [InlineData('用')]
    public async Task Long_names_are_cut(char letter)
    {
        string name = new(letter, 10_000);
        _atlas.Home = new GeoPoint(52.52, 13.405) { Country = name, City = $"{name[..63]}\ud83d\ude00" };
        await using SignalHost signals = await StartAsync();

        Assert.Equal([(name[..SecureSessionDefaults.MaxPlaceNameLength], name[..63])], await PlacesAsync(signals));
    }

    [Fact]
    [Trait("Requirement", "ST-5")]
    public async Task A_locator_that_fails_costs_the_place_only()
    {
        _atlas.Instead = static _ => throw new InvalidOperationException("The database is gone.");
        await using SignalHost signals = await StartAsync();

        Assert.Equal([(null, null)], await PlacesAsync(signals));
        Assert.Equal("The database is gone.", Assert.Single(signals.Host.Logs.Of("session_geo_fail")).Exception?.Message);
    }

    [Fact]
    public async Task A_locator_that_hangs_holds_a_sign_in_up_no_longer_than_a_store_may()
    {
        _atlas.Instead = static cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken);
        await using SignalHost signals = await SignalHost.StartAsync(static options => options.KeepPlace = true, _atlas);

        await signals.Host.WhileTimePassesAsync(signals.GetAsync("/sign-in/alice"));

        Assert.Equal([(null, null)], await PlacesAsync(signals));
        Assert.Single(signals.Host.Logs.Of("session_geo_fail"));
    }

    [Fact]
    public async Task A_passive_request_asks_for_no_place()
    {
        await using SignalHost signals = await StartAsync();
        int asked = _atlas.Asked;

        await signals.GetAsync("/poll", SignalHost.Home, SignalHost.Safari);

        Assert.Equal(asked, _atlas.Asked);
        Assert.Equal([("Germany", "Berlin")], await PlacesAsync(signals));
    }

    [Fact]
    public async Task The_option_without_a_locator_or_without_clients_is_an_error_that_says_what_to_do()
    {
        OptionsValidationException noLocator = await Assert.ThrowsAsync<OptionsValidationException>(
            () => SignalHost.StartAsync(static options => options.KeepPlace = true));
        OptionsValidationException noClients = await Assert.ThrowsAsync<OptionsValidationException>(
            () => SignalHost.StartAsync(static options => (options.KeepPlace, options.KeepClientInfo) = (true, false), _atlas));

        Assert.Equal(
            "KeepPlace is true, but no IGeoLocator is registered, so that no place is known. Call "
            + "AddSecureSessions().AddGeoLocator<T>(), or set KeepPlace to false.",
            noLocator.Message);
        Assert.Equal(
            "KeepPlace is true, but with KeepClientInfo = false no client is kept whose place it could be. Set KeepClientInfo to true, or "
            + "KeepPlace to false.",
            noClients.Message);
    }

    private Task<SignalHost> StartAsync() => SignalHost.StartSignedInAsync(static options => options.KeepPlace = true, _atlas);

    private static async Task<List<(string? Country, string? City)>> PlacesAsync(SignalHost signals) =>
        [.. (await signals.Host.Manager.ListAsync("alice")).Select(static session => (session.Country, session.City))];

    /// <summary>A locator that names its places.</summary>
    private sealed class Atlas : IGeoLocator
    {
        private readonly MapOfNetworks _map = new();
        private int _asked;

        public GeoPoint Home { get; set; } = MapOfNetworks.Berlin with { Country = "Germany", City = "Berlin" };

        public Func<CancellationToken, Task>? Instead { set => _map.Instead = value; }

        public int Asked => _asked;

        public async ValueTask<GeoPoint?> LocateAsync(IPAddress address, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            GeoPoint? point = await _map.LocateAsync(address, cancellationToken);
            return point switch
            {
                { } place when place == MapOfNetworks.Berlin => Home,
                { } place when place == MapOfNetworks.Potsdam => place with { Country = "Germany", City = "Potsdam" },
                _ => point,
            };
        }
    }
}
