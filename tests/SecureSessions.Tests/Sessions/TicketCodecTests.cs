using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Xunit;

namespace SecureSessions.Tests.Sessions;

/// <summary>Tickets are read as the framework reads them, and cheaper.</summary>
public sealed class TicketCodecTests
{
    public static TheoryData<string> Tickets => [.. Examples.Keys];

    private static Dictionary<string, AuthenticationTicket> Examples { get; } = new(StringComparer.Ordinal)
    {
        ["a user"] = New(new Claim(ClaimTypes.NameIdentifier, "4711"), new Claim(ClaimTypes.Name, "ada"), new Claim(ClaimTypes.Role, "admin")),
        ["a claim of a provider"] = New(new Claim("sub", "4711", ClaimValueTypes.Integer64, "https://provider.example/", "another")),
        ["texts that are not common"] = New(new Claim("urn:example:\u00FC\U0001F512", new string('\u00E9', 20_000)), new Claim("", "")),
        ["properties of a claim"] = New(new Claim("sub", "4711") { Properties = { ["short"] = "value" } }),
        ["two identities, types of their own"] = new AuthenticationTicket(
            new ClaimsPrincipal([new ClaimsIdentity([new Claim("n", "ada")], "one", "n", "r"), new ClaimsIdentity("two")]), "scheme"),
        ["an actor and a bootstrap context"] = new AuthenticationTicket(
            new ClaimsPrincipal(
                new ClaimsIdentity([new Claim("sub", "4711")], "test")
                {
                    BootstrapContext = "token",
                    Actor = new ClaimsIdentity([new Claim("sub", "admin")], "test"),
                }),
            "scheme"),
        ["nobody"] = new AuthenticationTicket(new ClaimsPrincipal(), "scheme"),
        ["tokens"] = new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity("test")), Tokens(), "scheme"),
    };

    [Theory]
    [MemberData(nameof(Tickets))]
    public void A_ticket_is_read_as_the_framework_reads_it(string name)
    {
        byte[] bytes = TicketCodec.Write(Examples[name]);

        byte[] read = TicketSerializer.Default.Serialize(TicketCodec.Read(bytes)!);
        byte[] readByTheFramework = TicketSerializer.Default.Serialize(TicketSerializer.Default.Deserialize(bytes)!);

        Assert.Equal(readByTheFramework, read);
        Assert.Equal(bytes, read);
    }

    [Fact]
    public void The_texts_of_common_claims_are_the_same_strings_for_all_requests()
    {
        byte[] bytes = TicketCodec.Write(Examples["a user"]);

        Claim[] first = [.. TicketCodec.Read(bytes)!.Principal.Claims];
        Claim[] second = [.. TicketCodec.Read(bytes)!.Principal.Claims];

        Assert.All(first.Zip(second), static pair => Assert.Same(pair.First.Type, pair.Second.Type));
        Assert.All(first.Zip(second), static pair => Assert.NotSame(pair.First.Value, pair.Second.Value));
    }

    [Fact]
    public void A_ticket_of_another_version_of_the_framework_is_none()
    {
        byte[] bytes = TicketCodec.Write(Examples["a user"]);
        bytes[0]++;

        Assert.Null(TicketCodec.Read(bytes));
    }

    [Fact]
    public void A_ticket_that_is_cut_off_is_an_error()
    {
        byte[] bytes = TicketCodec.Write(Examples["a user"]);

        Assert.All(
            Enumerable.Range(0, bytes.Length),
            length => Assert.Throws<EndOfStreamException>(() => TicketCodec.Read(bytes.AsMemory(0, length))));
    }

    [Fact]
    public void A_length_that_is_no_number_is_an_error()
    {
        byte[] bytes = [.. TicketCodec.Write(Examples["a user"])[..sizeof(int)], 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];

        Assert.Throws<FormatException>(() => TicketCodec.Read(bytes));
    }

    private static AuthenticationTicket New(params Claim[] claims) => new(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")), "scheme");

    private static AuthenticationProperties Tokens()
    {
        var properties = new AuthenticationProperties { IsPersistent = true, IssuedUtc = DateTimeOffset.UnixEpoch };
        properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "secret" }]);
        return properties;
    }
}
