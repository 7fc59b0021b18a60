using System.Buffers.Binary;
using System.Text;

namespace SecureSessions;

/// <summary>
/// Reads bytes of <see cref="BinaryWriter"/> where they are, without a stream, and without a new string for the texts that nearly every
/// ticket has.
/// </summary>
/// <remarks>Only what the framework's serializer of tickets reads: texts, booleans and integers of 32 bits.</remarks>
internal sealed class TicketReader(ReadOnlyMemory<byte> bytes) : BinaryReader(Stream.Null, Encoding.UTF8, leaveOpen: true)
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;
    private int _position;

    public override bool ReadBoolean() => Take(1)[0] != 0;

    public override int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public override string ReadString()
    {
        ReadOnlySpan<byte> text = Take(ReadLength());
        return CommonTexts.Find(text) ?? Encoding.UTF8.GetString(text);
    }

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private int ReadLength()
    {
        int length = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte part = Take(1)[0];
            length |= (part & 0x7F) << shift;
            if (part < 0x80)
                return length;
        }

        throw new FormatException("The length of a text of an authentication ticket is no number of 32 bits.");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _bytes.Length - _position)
            throw new EndOfStreamException();

        ReadOnlySpan<byte> taken = _bytes.Span.Slice(_position, length);
        _position += length;
        return taken;
    }
}
