using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

public sealed class IndexCodecTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123);
    private static readonly SessionId Id = SessionId.FromBytes([.. Enumerable.Range(1, SessionId.Size).Select(static i => (byte)i)]);

    private static readonly SessionReservation Reservation = new(
        Id, "ad\u00e9", At, At.AddMinutes(20), At.AddHours(8))
    { Label = new byte[] { 7, 8 } };
    private static readonly EndedSession Ended = new(
        Id, At, At.AddMinutes(1), At.AddMinutes(2), SessionEndReason.Limit)
    { Label = new byte[] { 7, 8 } };
    private static readonly KnownDevice Device = new("Fir\u00e9fox", "192.0.2.0/24", At);

    [Fact]
    public void The_layouts_are_fixed()
    {
        const string Head = "01" + "0102030405060708090A0B0C0D0E0F10" + "7B505C18A3010000";

        Assert.Equal(
            Head + "FB9F6E18A3010000" + "7BC4131AA3010000" + "0200" + "0708" + "6164C3A9",
            Convert.ToHexString(IndexCodec.Encode(Reservation)));
        Assert.Equal(Head + "DB3A5D18A3010000" + "3B255E18A3010000" + "09" + "0708", Convert.ToHexString(IndexCodec.Encode(Ended)));
        Assert.Equal(
            "01" + "0800" + "466972C3A9666F78" + "7B505C18A3010000" + "3139322E302E322E302F3234",
            Convert.ToHexString(IndexCodec.Encode(Device)));
        Assert.Equal(
            "01" + "0800" + "466972C3A9666F78", Convert.ToHexString(IndexCodec.Encode(Device).AsSpan(0, IndexCodec.SizeOfName(Device))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SecureSessionDefaults.MaxLabelBytes)]
    public void What_is_written_is_read(int labelLength)
    {
        byte[] label = RandomValues.Bytes(labelLength);

        Assert.True(IndexCodec.TryDecode(IndexCodec.Encode(Reservation with { Label = label }), out SessionReservation? reservation));
        Assert.Equal(Reservation with { Label = default }, reservation with { Label = default });
        Assert.Equal(label, reservation.Label.ToArray());
        Assert.True(IndexCodec.TryDecode(IndexCodec.Encode(Ended with { Label = label }), out EndedSession? ended));
        Assert.Equal(Ended with { Label = default }, ended with { Label = default });
        Assert.Equal(label, ended.Label.ToArray());
    }

    [Fact]
    public void Without_a_label_records_compare()
    {
        Assert.True(IndexCodec.TryDecode(IndexCodec.Encode(Reservation with { Label = default }), out SessionReservation? reservation));
        Assert.True(IndexCodec.TryDecode(IndexCodec.Encode(Ended with { Label = default }), out EndedSession? ended));

        Assert.Equal((Reservation with { Label = default }, Ended with { Label = default }), (reservation, ended));
    }

    [Theory]
    [InlineData("Firefox on Windows", "2001:db8::/48")]
    [InlineData("Firefox on Windows", null)]
    [InlineData("x", null)]
    public void A_device_is_read_as_it_was_written(string name, string? network)
    {
        var device = new KnownDevice(name, network, At);

        Assert.True(IndexCodec.TryDecode(IndexCodec.Encode(device), out KnownDevice? decoded));

        Assert.Equal(device, decoded);
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void What_is_cut_short_is_no_reservation()
    {
        byte[] bytes = IndexCodec.Encode(Reservation);

        // The user id stands last: what is left of it is one.
        Assert.All(
            Enumerable.Range(0, bytes.Length - 3),
            length => Assert.False(IndexCodec.TryDecode(bytes[..length], out SessionReservation? _)));
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void What_is_cut_short_is_no_ended_session_and_no_device()
    {
        byte[] ended = IndexCodec.Encode(Ended);
        byte[] device = IndexCodec.Encode(Device);

        Assert.All(
            Enumerable.Range(0, ended.Length - Ended.Label.Length),
            length => Assert.False(IndexCodec.TryDecode(ended[..length], out EndedSession? _)));
        Assert.All(
            Enumerable.Range(0, device.Length - Device.Network!.Length), length =>
                Assert.False(IndexCodec.TryDecode(device[..length], out KnownDevice? _)));
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void Another_format_is_left_to_the_nodes_that_know_it()
    {
        foreach (int format in (int[])[0, 2, 255])
        {
            Assert.False(IndexCodec.TryDecode([(byte)format, .. IndexCodec.Encode(Reservation).AsSpan(1)], out SessionReservation? _));
            Assert.False(IndexCodec.TryDecode([(byte)format, .. IndexCodec.Encode(Ended).AsSpan(1)], out EndedSession? _));
            Assert.False(IndexCodec.TryDecode([(byte)format, .. IndexCodec.Encode(Device).AsSpan(1)], out KnownDevice? _));
        }
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void Junk_is_refused_or_means_one_thing()
    {
        var junk = new Random(20270);
        byte[][] samples = [IndexCodec.Encode(Reservation), IndexCodec.Encode(Ended), IndexCodec.Encode(Device)];
        for (int i = 0; i < 50_000; i++)
        {
            byte[] bytes = [.. samples[i % 3]];
            for (int flips = junk.Next(4); flips >= 0; flips--)
                bytes[junk.Next(bytes.Length)] = (byte)junk.Next(256);
            bytes = bytes[..junk.Next(bytes.Length + 1)];

            if (IndexCodec.TryDecode(bytes, out EndedSession? ended))
                Assert.Equal(bytes, IndexCodec.Encode(ended));
            if (IndexCodec.TryDecode(bytes, out SessionReservation? reservation)
                && !reservation.UserId.Contains('\ufffd', StringComparison.Ordinal))
                Assert.Equal(bytes, IndexCodec.Encode(reservation));
            if (IndexCodec.TryDecode(bytes, out KnownDevice? device) && !$"{device}".Contains('\ufffd', StringComparison.Ordinal))
                Assert.Equal(bytes, IndexCodec.Encode(device));
        }
    }
}
