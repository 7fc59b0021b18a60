using System.Buffers.Binary;
using System.Text;

namespace SecureSessions;

/// <summary>Writes a format from front to back into bytes that were made for it, as <see cref="ByteReader"/> reads it.</summary>
/// <remarks>Integers are little-endian. A text that is no valid Unicode, or does not fit, is an error of the caller, and throws.</remarks>
internal ref struct ByteWriter(Span<byte> destination)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Span<byte> _rest = destination;

    /// <summary>How many bytes a text has, without a length in front.</summary>
    /// <exception cref="ArgumentException">The text is no valid Unicode.</exception>
    public static int SizeOf(string text) => StrictUtf8.GetByteCount(text);

    public void WriteByte(byte number) => Take(1)[0] = number;

    /// <exception cref="OverflowException">The number is none of 16 bits.</exception>
    public void WriteUInt16(int number) => BinaryPrimitives.WriteUInt16LittleEndian(Take(sizeof(ushort)), checked((ushort)number));

    public void WriteInt32(int number) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), number);

    public void WriteInt64(long number) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), number);

    /// <summary>Writes an int64 of Unix milliseconds.</summary>
    public void WriteTime(DateTimeOffset time) => WriteInt64(time.ToUnixTimeMilliseconds());

    /// <summary>Writes an int32 length and the bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteInt32(bytes.Length);
        Append(bytes);
    }

    /// <summary>Writes an int32 length and the text.</summary>
    public void WriteText(string text)
    {
        Span<byte> length = Take(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(length, Append(text));
    }

    /// <summary>Writes bytes without a length in front.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Writes a text without a length in front, and returns how many bytes it has.</summary>
    public int Append(string text)
    {
        int length = StrictUtf8.GetBytes(text, _rest);
        Take(length);
        return length;
    }

    /// <summary>The next bytes, for the caller to fill.</summary>
    public Span<byte> Take(int length)
    {
        Span<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
