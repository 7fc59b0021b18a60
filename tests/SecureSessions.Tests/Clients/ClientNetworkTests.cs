using System.Net;
using Xunit;

namespace SecureSessions.Tests.Clients;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.0/24")]
    [InlineData("203.0.113.255", "203.0.113.0/24")]
    [InlineData("255.255.255.255", "255.255.255.0/24")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.0/24")]
    [InlineData("2001:db8:12:3456::1", "2001:db8:12::/48")]
    [InlineData("2001:db8:12:ffff:abcd:ef01:2345:6789", "2001:db8:12::/48")]
    [InlineData("2001:db8::1", "2001:db8::/48")]
    [InlineData("2001:0:12::1", "2001:0:12::/48")]
    [InlineData("fe80::1%3", "fe80::/48")]
    [InlineData("::1", "::/48")]
    [InlineData("0:0:1::1", "0:0:1::/48")]
    public void An_address_is_named_by_its_network_only(string address, string network)
    {
        Assert.Equal(network, ClientNetwork.Of(IPAddress.Parse(address)));
        Assert.True(ClientNetwork.Contains(network, IPAddress.Parse(address)));
        Assert.Equal(network, ClientNetwork.Of(ClientNetwork.FirstAddressOf(network)));
    }

    [Theory]
    [InlineData("203.0.114.7")]
    [InlineData("203.0.11.3")]
    [InlineData("2001:db8:12::1")]
    public void An_address_of_another_network_is_not_in_the_network(string address) =>
        Assert.False(ClientNetwork.Contains("203.0.113.0/24", IPAddress.Parse(address)));

    [Fact]
    public void Without_an_address_there_is_no_network() => Assert.Null(ClientNetwork.Of(null));

    [Theory]
    [InlineData("")]
    [InlineData("203.0.113.0")]
    [InlineData("/24")]
    [InlineData("junk/24")]
    public void A_text_that_is_no_network_has_no_address(string network) => Assert.Null(ClientNetwork.FirstAddressOf(network));
}
