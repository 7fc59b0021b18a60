using Xunit;

namespace SecureSessions.Tests.Sessions;

/// <summary>How the user signed in and from where, as it is sealed.</summary>
public sealed class SessionPayloadFactsTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    public static TheoryData<string> Names => [.. SamplePayloads.All.Keys];

    [Fact]
    public void The_layout_of_the_facts_in_a_payload_is_fixed()
    {
        var payload = SessionPayload.Empty with
        {
            Authentication = new SessionAuthentication(At, ["pwd"], "a"),
            Elevation = new SessionPayload.StepUp(new SessionAuthentication(At, [], null), At.AddMilliseconds(1)),
            NeedsStepUp = true,
            Clients = [new SessionClient("d", null)],
            FormKey = new byte[] { 9 },
        };

        const string Authentication = "00505C18A3010000" + "01000000" + "03000000" + "707764" + "01000000" + "61";
        const string Elevation = "00505C18A3010000" + "00000000" + "00000000" + "01505C18A3010000";
        const string Clients = "01000000" + "01000000" + "64" + "00000000";
        Assert.Equal(
            "7C" + Authentication + Elevation + Clients + "01000000" + "09" + "00000000",
            Convert.ToHexString(SamplePayloads.Encode(payload)));
    }

    [Fact]
    public void The_layout_of_places_is_fixed()
    {
        SessionClient client = new("d", null);
        var payload = SessionPayload.Empty with { Clients = [client with { Country = "DE", City = "B" }, client] };

        const string Clients = "02000000" + "01000000" + "64" + "00000000" + "01000000" + "64" + "00000000";
        const string Places = "02000000" + "4445" + "01000000" + "42" + "00000000" + "00000000";
        Assert.Equal("A0" + Clients + Places + "00000000", Convert.ToHexString(SamplePayloads.Encode(payload)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_payload_with_facts_that_is_written_is_read_back(string name)
    {
        SessionPayload payload = SamplePayloads.All[name];
        byte[] bytes = SamplePayloads.Encode(payload);

        Assert.True(SessionPayloadCodec.TryDecode(bytes, out SessionPayload decoded));

        Assert.Equivalent(payload, decoded, strict: true);
        Assert.Equal(bytes, SamplePayloads.Encode(decoded));
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Requirement", "ST-7")]
    public void A_payload_with_facts_that_is_cut_or_has_a_byte_too_many_is_refused(string name)
    {
        byte[] bytes = SamplePayloads.Encode(SamplePayloads.All[name]);

        Assert.All(
            Enumerable.Range(0, bytes.Length), length => Assert.False(SessionPayloadCodec.TryDecode(bytes.AsMemory(0, length), out _)));
        Assert.False(SessionPayloadCodec.TryDecode((byte[])[.. bytes, 0], out _));
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData("04" + "FFFFFFFFFFFFFFFF" + "00000000" + "00000000" + "00000000")]          // a time before all times
    [InlineData("04" + "FFFFFFFFFFFFFF7F" + "00000000" + "00000000" + "00000000")]          // and one behind them
    [InlineData("04" + "00505C18A3010000" + "41000000" + "00000000" + "00000000")]          // 65 methods
    [InlineData("04" + "00505C18A3010000" + "FFFFFFFF" + "00000000" + "00000000")]          // fewer than none
    [InlineData("04" + "00505C18A3010000" + "01000000" + "01000000" + "FF" + "00000000" + "00000000")] // no UTF-8
    [InlineData("20" + "00000000" + "00000000")]                                            // flagged, and no client
    [InlineData("20" + "FFFFFF7F" + "00000000" + "00000000" + "00000000")]                  // 2,147,483,647 clients
    [InlineData("40" + "00000000" + "00000000")]                                            // flagged, and no form key
    [InlineData("80" + "00000000")]                                                         // places of no clients
    [InlineData("80" + "00000000" + "00000000" + "00000000")]                               // and with a place
    public void A_payload_with_impossible_facts_is_refused(string hex) =>
        Assert.False(SessionPayloadCodec.TryDecode(Convert.FromHexString(hex), out _));

    [Fact]
    public void At_most_as_many_methods_are_written_to_a_payload_as_can_be_read()
    {
        string[] methods = [.. Enumerable.Range(0, 1000).Select(static i => $"m{i}")];
        SessionPayload payload = SamplePayloads.All["signed in"] with { Authentication = new SessionAuthentication(At, methods, null) };

        Assert.True(SessionPayloadCodec.TryDecode(SamplePayloads.Encode(payload), out SessionPayload decoded));

        Assert.Equal(payload.Authentication!.Methods.Take(64), decoded.Authentication!.Methods);
    }

    [Fact]
    public void The_last_clients_are_written_to_a_payload_if_there_are_more_than_can_be_read()
    {
        SessionPayload payload =
            SessionPayload.Empty with { Clients = [.. Enumerable.Range(0, 1000).Select(static i => new SessionClient($"c{i}", null))] };

        Assert.True(SessionPayloadCodec.TryDecode(SamplePayloads.Encode(payload), out SessionPayload decoded));

        Assert.Equal(payload.Clients.TakeLast(64), decoded.Clients);
    }
}
