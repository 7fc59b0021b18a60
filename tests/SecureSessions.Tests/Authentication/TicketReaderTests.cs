using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Xunit;

namespace SecureSessions.Tests.Authentication;

/// <summary>The framework's serializer must find everything that it wrote, read straight from memory.</summary>
public sealed class TicketReaderTests
{
    [Fact]
    public void What_the_serializer_wrote_is_read_back_to_the_last_byte()
    {
        byte[] ticket = TicketSerializer.Default.Serialize(Ticket());

        using var reader = new TicketReader(ticket);
        AuthenticationTicket read = TicketSerializer.Default.Read(reader)!;

        Assert.Equal(ticket, TicketSerializer.Default.Serialize(read));
    }

    [Fact]
    public void The_claims_are_the_same_as_with_the_frameworks_own_reader()
    {
        byte[] ticket = TicketSerializer.Default.Serialize(Ticket());

        using var reader = new TicketReader(ticket);
        ClaimsPrincipal read = TicketSerializer.Default.Read(reader)!.Principal;

        Assert.Equal(
            TicketSerializer.Default.Deserialize(ticket)!.Principal.Claims.Select(Describe),
            read.Claims.Select(Describe));
        Assert.Equal("Åsa ✓", read.Identity!.Name);
    }

    [Fact]
    public void A_ticket_that_is_cut_short_is_refused_wherever_it_is_cut()
    {
        byte[] ticket = TicketSerializer.Default.Serialize(Ticket());

        for (int length = 0; length < ticket.Length; length++)
        {
            using var reader = new TicketReader(ticket.AsMemory(0, length));
            Assert.Throws<EndOfStreamException>(() => TicketSerializer.Default.Read(reader));
        }
    }

    [Fact]
    public void A_length_without_an_end_is_refused()
    {
        using var reader = new TicketReader(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 });

        Assert.Throws<InvalidDataException>(reader.ReadString);
    }

    private static AuthenticationTicket Ticket()
    {
        var identity = new ClaimsIdentity("password") { Label = "label", BootstrapContext = "bootstrap", Actor = new ClaimsIdentity("admin") };
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, "4711"));
        identity.AddClaim(new Claim(ClaimTypes.Name, "Åsa ✓"));
        identity.AddClaim(new Claim(ClaimTypes.Role, new string('r', 20_000), ClaimValueTypes.String, "issuer", "original"));
        identity.AddClaim(new Claim("empty", "") { Properties = { ["key"] = "value" } });
        var properties = new AuthenticationProperties { IsPersistent = true, RedirectUri = "/back", ExpiresUtc = DateTimeOffset.UnixEpoch };
        return new AuthenticationTicket(new ClaimsPrincipal([identity, new ClaimsIdentity("second")]), properties, "scheme");
    }

    private static string Describe(Claim claim) =>
        $"{claim.Type}|{claim.Value}|{claim.ValueType}|{claim.Issuer}|{claim.OriginalIssuer}|{string.Join(',', claim.Properties)}|{claim.Subject!.AuthenticationType}";
}
