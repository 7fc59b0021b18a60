using System.Net;
using Xunit;

namespace SecureSessions.Tests.Clients;

public sealed class ClientSightingTests
{
    private static readonly SessionClient Home = new("Firefox on Windows", "203.0.113.0/24");
    private static readonly SessionClient Mobile = new("Firefox on Windows", "198.51.100.0/24");
    private static readonly SessionClient Unknown = new(null, null);

    [Theory]
    [InlineData("Firefox on Windows", "203.0.113.200", false, false)]
    [InlineData("Firefox on Windows", "198.51.100.1", false, false)]
    [InlineData("Firefox on Windows", "192.0.2.1", false, true)]
    [InlineData("Chrome on Linux", "203.0.113.1", true, false)]
    [InlineData("Chrome on Linux", "192.0.2.1", true, true)]
    [InlineData(null, "203.0.113.1", false, false)]
    [InlineData(null, "192.0.2.1", false, true)]
    [InlineData("Firefox on Windows", null, false, false)]
    public void A_client_differs_if_it_differs_from_all_clients_seen_before(
        string? device, string? address, bool isOtherDevice, bool isOtherNetwork) =>
        Assert.Equal((isOtherDevice, isOtherNetwork), Sighting(device, address).CompareWith([Home, Mobile]));

    [Fact]
    public void No_client_differs_if_none_was_known()
    {
        Assert.Equal((false, false), Sighting("curl", "192.0.2.1").CompareWith([]));
        Assert.Equal((false, false), Sighting("curl", "192.0.2.1").CompareWith([Unknown]));
        Assert.False(Sighting(null, null).CompareWith([Home]).Network);
    }

    [Fact]
    public void The_client_that_was_seen_last_is_listed_last_and_only_once()
    {
        Assert.Equal([Mobile, Home], Sighting(Home.Device, "203.0.113.9").AddTo([Home, Mobile]));
        Assert.Equal([Home], Sighting(Home.Device, "203.0.113.9").AddTo([]));
    }

    [Fact]
    public void A_request_that_tells_no_device_has_the_device_of_the_request_before()
    {
        Assert.Equal([Mobile, Home], Sighting(null, "203.0.113.9").AddTo([Home, Mobile]));
        Assert.Equal([Home, Home with { Network = "192.0.2.0/24" }], Sighting(null, "192.0.2.9").AddTo([Home]));
    }

    [Fact]
    public void Of_too_many_clients_the_oldest_is_forgotten()
    {
        SessionClient[] seen =
            [.. Enumerable.Range(0, SecureSessionDefaults.MaxSeenClients).Select(static i => new SessionClient("curl", $"10.0.{i}.0/24"))];

        Assert.Equal([.. seen[1..], Home], Sighting(Home.Device, "203.0.113.9").AddTo(seen));
    }

    private static ClientSighting Sighting(string? device, string? address) =>
        new(new ClientDevice(device, IsVague: false), address is null ? null : IPAddress.Parse(address));
}
