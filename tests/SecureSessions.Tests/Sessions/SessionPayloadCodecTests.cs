using Xunit;

namespace SecureSessions.Tests.Sessions;

public sealed class SessionPayloadCodecTests
{
    // flags 1 (signed in) | user "u" | ticket 01 02 | 1 value: "k" -> 09
    private const string Known = "01" + "01000000" + "75" + "02000000" + "0102" + "01000000" + "01000000" + "6B" + "01000000" + "09";

    [Fact]
    public void The_layout_of_a_payload_is_fixed()
    {
        var payload = new SessionPayload
        {
            UserId = "u",
            Ticket = new byte[] { 1, 2 },
            Values = new Dictionary<string, ReadOnlyMemory<byte>> { ["k"] = new byte[] { 9 } },
        };
        byte[] bytes = new byte[SessionPayloadCodec.SizeOf(payload)];
        SessionPayloadCodec.Encode(payload, bytes);

        Assert.Equal(Known, Convert.ToHexString(bytes));
        Assert.True(SessionPayloadCodec.TryDecode(bytes, out SessionPayload decoded));
        Assert.Equal("u", decoded.UserId);
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("80" + "00000000")]                                  // places of no clients
    [InlineData("00" + "00000000" + "00")]                           // left-over byte
    [InlineData("00" + "FFFFFFFF")]                                  // negative count
    [InlineData("00" + "FFFFFF7F")]                                  // 2,147,483,647 values in no bytes
    [InlineData("00" + "01000000" + "FFFFFF7F" + "6B" + "00000000")] // a key longer than what is left
    [InlineData("00" + "01000000" + "01000000" + "FF" + "00000000")] // no UTF-8
    [InlineData("00" + "02000000" + "01000000" + "6B" + "00000000" + "01000000" + "6B" + "00000000")] // a key twice
    [InlineData("01" + "01000000" + "75")]                           // no ticket
    public void Bytes_that_are_not_exactly_a_payload_are_refused(string hex) =>
        Assert.False(SessionPayloadCodec.TryDecode(Convert.FromHexString(hex), out _));

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void An_impossible_length_in_a_payload_allocates_nothing()
    {
        byte[] bytes = Convert.FromHexString("00" + "FFFFFF7F" + "FFFFFF7F");
        SessionPayloadCodec.TryDecode(bytes, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.False(SessionPayloadCodec.TryDecode(bytes, out _));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact]
    public void A_key_that_is_no_valid_unicode_is_refused_before_it_can_become_another() =>
        Assert.ThrowsAny<ArgumentException>(() => SessionPayloadCodec.SizeOf("\ud800", 0));

    [Fact]
    public void Any_cut_of_a_payload_is_refused()
    {
        byte[] bytes = Convert.FromHexString(Known);

        Assert.All(
            Enumerable.Range(0, bytes.Length), length => Assert.False(SessionPayloadCodec.TryDecode(bytes.AsMemory(0, length), out _)));
    }
}
