using System.Net;
using SecureSessions.Sample;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData(null, null, null, "unknown")]
    [InlineData("203.0.113.0/24", null, null, "203.0.113.0/24")]
    [InlineData("203.0.113.0/24", "Berlin", null, "203.0.113.0/24, Berlin")]
    [InlineData("203.0.113.0/24", "Berlin", "Germany", "203.0.113.0/24, Berlin, Germany")]
    [InlineData("203.0.113.0/24", null, "Germany", "203.0.113.0/24, Germany")]
    [Trait("Requirement", "MS-1")]
    public void An_address_has_what_is_known_of_it(string? network, string? city, string? country, string text) => Assert.Equal(
        text,
        AddressText.Of(new PastSession
        {
            Id = default,
            CreatedAt = default,
            LastSeenAt = default,
            EndedAt = default,
            Reason = SessionEndReason.SignedOut,
            Network = network,
            City = city,
            Country = country,
        }));

    [Theory]
    [InlineData("127.0.0.1", "this computer")]
    [InlineData("::1", "this computer")]
    [InlineData("203.0.113.7", null)]
    public async Task The_locator_of_the_sample_knows_this_computer_only(string address, string? city) =>
        Assert.Equal(city, (await new DemoLocator().LocateAsync(IPAddress.Parse(address), CancellationToken.None))?.City);
}
