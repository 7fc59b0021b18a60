using System.Buffers.Binary;
using System.Security.Claims;
using System.Text;

namespace SecureSessions;

/// <summary>
/// Reads what <see cref="Microsoft.AspNetCore.Authentication.TicketSerializer"/> asks for straight from memory, since every signed-in request
/// does: no copy, no stream, no decoder, and no new string for what nearly every claim says.
/// </summary>
/// <remarks>The serializer reads 32-bit integers, booleans and strings; any other member finds an empty stream and fails.</remarks>
internal sealed class TicketReader(ReadOnlyMemory<byte> ticket) : BinaryReader(Stream.Null)
{
    // What the serializer writes where a claim has the default issuer or type of value.
    private const string DefaultMark = "\0";

    private ReadOnlyMemory<byte> _rest = ticket;

    public override int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public override bool ReadBoolean() => Take(1)[0] != 0;

    public override string ReadString()
    {
        ReadOnlySpan<byte> text = Take(ReadLength());
        return WellKnown(text) ?? Encoding.UTF8.GetString(text);
    }

    private static string? WellKnown(ReadOnlySpan<byte> text) => text.Length switch
    {
        1 when text[0] == 0 => DefaultMark,
        _ when Ascii.Equals(text, ClaimTypes.NameIdentifier) => ClaimTypes.NameIdentifier,
        _ when Ascii.Equals(text, ClaimTypes.Name) => ClaimTypes.Name,
        _ when Ascii.Equals(text, ClaimTypes.Role) => ClaimTypes.Role,
        _ => null,
    };

    // Seven bits a byte, the lowest first: the length as BinaryWriter writes it.
    private int ReadLength()
    {
        uint length = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte next = Take(1)[0];
            length |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
                return (int)length;
        }

        throw new InvalidDataException("The length of a text in an authentication ticket does not end.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
            throw new EndOfStreamException("An authentication ticket ends too early.");

        ReadOnlySpan<byte> taken = _rest.Span[..count];
        _rest = _rest[count..];
        return taken;
    }
}
