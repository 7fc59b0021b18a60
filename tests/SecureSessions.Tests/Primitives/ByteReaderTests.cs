using Xunit;

namespace SecureSessions.Tests.Primitives;

/// <summary>Bytes that <c>ByteWriter</c> writes and <c>ByteReader</c> reads.</summary>
public sealed class ByteReaderTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    [Fact]
    public void Numbers_are_little_endian_and_text_and_bytes_have_their_length_in_front() => Assert.Equal(
        "07" + "0102" + "02000000" + "0300000000000000" + "00505C18A3010000" + "02000000" + "C3A9" + "01000000" + "09" + "0A" + "7A",
        Convert.ToHexString(WriteAll()));

    [Fact]
    public void What_is_written_is_read()
    {
        var reader = new ByteReader(WriteAll());

        Assert.True(
            reader.TryReadByte(out byte first)
            & reader.TryReadUInt16(out int second)
            & reader.TryReadInt32(2, out int third)
            & reader.TryReadInt64(3, out long fourth)
            & reader.TryReadTime(At, out DateTimeOffset time)
            & reader.TryReadText(out string? text)
            & reader.TryReadBytes(out ReadOnlySpan<byte> bytes));
        Assert.Equal((7, 0x0201, 2, 3L, At, "\u00e9", 9), ((int)first, second, third, fourth, time, text, (int)bytes[0]));
        Assert.Equal((2, 34), (reader.Remaining, reader.Position));
        Assert.True(reader.TryReadBytes(1, out ReadOnlySpan<byte> raw) & reader.TryReadText(reader.Remaining, out string? rest));
        Assert.Equal((10, "z", true), (raw[0], rest, reader.IsAtEnd));
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void A_number_that_is_negative_or_above_its_bound_is_refused()
    {
        Assert.False(new ByteReader([255, 255, 255, 255]).TryReadInt32(int.MaxValue, out _));
        Assert.False(new ByteReader([3, 0, 0, 0]).TryReadInt32(2, out _));
        Assert.False(new ByteReader([255, 255, 255, 255, 255, 255, 255, 255]).TryReadInt64(long.MaxValue, out _));
        Assert.False(new ByteReader([4, 0, 0, 0, 0, 0, 0, 0]).TryReadInt64(3, out _));
        Assert.False(new ByteReader([255, 255, 255, 255, 255, 255, 255, 127]).TryReadTime(DateTimeOffset.MaxValue, out _));
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void A_length_is_compared_with_what_is_left_before_anything_is_allocated()
    {
        byte[] bytes = [255, 255, 255, 127, 1, 2, 3];
        new ByteReader(bytes).TryReadText(out _);
        long before = GC.GetAllocatedBytesForCurrentThread();

        bool read = new ByteReader(bytes).TryReadText(out _)
            || new ByteReader(bytes).TryReadBytes(out _)
            || new ByteReader(bytes).TryReadBytes(8, out _)
            || new ByteReader(bytes).TryReadBytes(-1, out _);

        Assert.False(read);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void Nothing_is_read_beyond_the_end()
    {
        Assert.False(default(ByteReader).TryReadByte(out _));
        Assert.False(new ByteReader([1]).TryReadUInt16(out _));
        Assert.False(new ByteReader([1, 0, 0]).TryReadInt32(1, out _));
        Assert.False(new ByteReader([1, 0, 0, 0, 0, 0, 0]).TryReadInt64(1, out _));
        Assert.False(new ByteReader([1, 0, 0, 0]).TryReadText(out _));
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData("FF")]
    [InlineData("C3")]       // half of a character
    [InlineData("C0AF")]     // overlong
    [InlineData("EDA080")]   // half of a surrogate pair
    [InlineData("F4908080")] // beyond the last character
    public void Text_that_is_no_UTF8_is_refused(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);

        Assert.False(new ByteReader(bytes).TryReadText(bytes.Length, out _));
    }

    [Fact]
    public void A_text_that_is_no_valid_Unicode_is_not_written()
    {
        Assert.ThrowsAny<ArgumentException>(static () => ByteWriter.SizeOf("\ud800"));
        Assert.ThrowsAny<ArgumentException>(static () => new ByteWriter(new byte[16]).WriteText("\ud800"));
    }

    [Fact]
    public void What_does_not_fit_is_not_written()
    {
        Assert.ThrowsAny<ArgumentException>(static () => new ByteWriter(new byte[7]).WriteInt64(1));
        Assert.ThrowsAny<ArgumentException>(static () => new ByteWriter(new byte[5]).WriteText("ab"));
        Assert.Throws<OverflowException>(static () => new ByteWriter(new byte[2]).WriteUInt16(65_536));
    }

    private static byte[] WriteAll()
    {
        byte[] bytes = new byte[36];
        var writer = new ByteWriter(bytes);
        writer.WriteByte(7);
        writer.WriteUInt16(0x0201);
        writer.WriteInt32(2);
        writer.WriteInt64(3);
        writer.WriteTime(At);
        writer.WriteText("\u00e9");
        writer.WriteBytes([9]);
        writer.Take(1)[0] = 10;
        Assert.Equal(1, writer.Append("z"));
        return bytes;
    }
}
