using System.Net;
using MaxMind.Db;
using SecureSessions.Tests.Signals;
using Xunit;

namespace SecureSessions.Tests.Docs.Signals;

/// <summary>The locator that the page shows, with a database of a few networks.</summary>
public sealed class MaxMindLocatorTests
{
    private static readonly byte[] Cities = new CityDatabase()
        .Add("203.0.113.0/24", "Germany", "Berlin", 52.52, 13.405)
        .Add("192.0.2.0/25", "United States", "New York", 40.71, -74.01)
        .Add("2001:db8:12::/48", "Deutschland", "Würzburg", 49.79, 9.93)
        .ToBytes();

    [Theory]
    [InlineData("203.0.113.7", "Germany", "Berlin", 52.52, 13.405)]
    [InlineData("192.0.2.127", "United States", "New York", 40.71, -74.01)]
    [InlineData("2001:db8:12:ffff::1", "Deutschland", "Würzburg", 49.79, 9.93)]
    public async Task An_address_of_a_network_has_its_place(string address, string country, string city, double latitude, double longitude)
    {
        using Reader database = Open();

        GeoPoint? point = await new MaxMindLocator(database).LocateAsync(IPAddress.Parse(address), CancellationToken.None);

        Assert.Equal(new GeoPoint(latitude, longitude) { Country = country, City = city }, point);
    }

    [Theory]
    [InlineData("192.0.2.128")]
    [InlineData("10.1.2.3")]
    [InlineData("2001:db8:13::1")]
    public async Task An_address_of_no_network_has_none(string address)
    {
        using Reader database = Open();

        Assert.Null(await new MaxMindLocator(database).LocateAsync(IPAddress.Parse(address), CancellationToken.None));
    }

    [Fact]
    public async Task The_list_of_sessions_shows_the_place()
    {
        using Reader database = Open();
        await using SignalHost signals = await SignalHost.StartSignedInAsync(
            static options => options.KeepPlace = true, new MaxMindLocator(database));

        UserSession session = Assert.Single(await signals.Host.Manager.ListAsync("alice"));

        Assert.Equal(("203.0.113.0/24", "Germany", "Berlin"), (session.Network, session.Country, session.City));
    }

    private static Reader Open() => new(new MemoryStream(Cities));
}
