using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace SecureSessions;

/// <summary>Reads a format from front to back. A method returns false, and does not throw, where the bytes are not what it reads.</summary>
/// <remarks>
/// Integers are little-endian, and none is negative. A length is compared with what is left before anything is allocated. Text that is no
/// valid UTF-8 is refused, since two texts could become one otherwise. At the end of a format its codec asks <see cref="IsAtEnd"/>:
/// left-over bytes are an error. After a method has returned false, the reader is of no more use.
/// </remarks>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    public readonly bool IsAtEnd => Remaining == 0;

    public bool TryReadByte(out byte number)
    {
        bool isThere = TryReadBytes(1, out ReadOnlySpan<byte> bytes);
        number = isThere ? bytes[0] : (byte)0;
        return isThere;
    }

    public bool TryReadUInt16(out int number)
    {
        bool isThere = TryReadBytes(sizeof(ushort), out ReadOnlySpan<byte> bytes);
        number = isThere ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : 0;
        return isThere;
    }

    /// <summary>Reads an int32 from 0 to <paramref name="most"/>.</summary>
    public bool TryReadInt32(int most, out int number)
    {
        bool isThere = TryReadBytes(sizeof(int), out ReadOnlySpan<byte> bytes);
        number = isThere ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;
        return isThere && number >= 0 && number <= most;
    }

    /// <summary>Reads an int64 from 0 to <paramref name="most"/>.</summary>
    public bool TryReadInt64(long most, out long number)
    {
        bool isThere = TryReadBytes(sizeof(long), out ReadOnlySpan<byte> bytes);
        number = isThere ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
        return isThere && number >= 0 && number <= most;
    }

    /// <summary>Reads an int64 of Unix milliseconds.</summary>
    public bool TryReadTime(DateTimeOffset latest, out DateTimeOffset time)
    {
        bool isTime = TryReadInt64(latest.ToUnixTimeMilliseconds(), out long milliseconds);
        time = isTime ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : default;
        return isTime;
    }

    /// <summary>Reads as many bytes as asked for, where they are.</summary>
    public bool TryReadBytes(int length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (length < 0 || length > Remaining)
            return false;

        bytes = _bytes.Slice(Position, length);
        Position += length;
        return true;
    }

    /// <summary>Reads an int32 length and as many bytes, where they are.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return TryReadInt32(int.MaxValue, out int length) && TryReadBytes(length, out bytes);
    }

    /// <summary>Reads a text of as many bytes as asked for.</summary>
    public bool TryReadText(int length, [NotNullWhen(true)] out string? text)
    {
        text = TryReadBytes(length, out ReadOnlySpan<byte> bytes) && Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
        return text is not null;
    }

    /// <summary>Reads an int32 length and a text of as many bytes.</summary>
    public bool TryReadText([NotNullWhen(true)] out string? text)
    {
        text = null;
        return TryReadInt32(int.MaxValue, out int length) && TryReadText(length, out text);
    }
}
