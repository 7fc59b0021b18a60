using System.Diagnostics.CodeAnalysis;

namespace SecureSessions.Redis;

/// <summary>
/// Reads and writes what queues, histories and devices have of a session or a device. One session always gives the same bytes, so that it
/// is there once even if it is added twice.
/// </summary>
/// <remarks>
/// <code>
/// reservation    format 1 byte | id 16 | created 8 | first idle deadline 8 | absolute deadline 8 | label length 2 | label | user, UTF-8
/// ended session  format 1 byte | id 16 | created 8 | last activity 8 | ended 8 | reason 1 | label
/// device         format 1 byte | name length 2 | name, UTF-8 | last sign-in 8 | network, UTF-8
/// </code>
/// Times are Unix milliseconds; all numbers are little-endian. The bytes of a device before its last sign-in identify it.
/// </remarks>
internal static class IndexCodec
{
    private const byte Format = 1;
    private const int HeadSize = 1 + SessionId.Size + (3 * sizeof(long));

    public static byte[] Encode(SessionReservation session)
    {
        byte[] bytes = new byte[HeadSize + sizeof(ushort) + session.Label.Length + ByteWriter.SizeOf(session.UserId)];
        var writer = new ByteWriter(bytes);
        WriteHead(ref writer, session.Id, session.CreatedAt, session.ExpiresAt, session.AbsoluteExpiresAt);
        writer.WriteUInt16(session.Label.Length);
        writer.Append(session.Label.Span);
        writer.Append(session.UserId);
        return bytes;
    }

    public static byte[] Encode(EndedSession session)
    {
        byte[] bytes = new byte[HeadSize + 1 + session.Label.Length];
        var writer = new ByteWriter(bytes);
        WriteHead(ref writer, session.Id, session.CreatedAt, session.LastSeenAt, session.EndedAt);
        writer.WriteByte((byte)session.Reason);
        writer.Append(session.Label.Span);
        return bytes;
    }

    public static byte[] Encode(KnownDevice device)
    {
        string network = device.Network ?? "";
        byte[] bytes = new byte[SizeOfName(device) + sizeof(long) + ByteWriter.SizeOf(network)];
        var writer = new ByteWriter(bytes);
        writer.WriteByte(Format);
        writer.WriteUInt16(ByteWriter.SizeOf(device.Device));
        writer.Append(device.Device);
        writer.WriteTime(device.SignedInAt);
        writer.Append(network);
        return bytes;
    }

    /// <summary>How many of the first bytes of a device identify it.</summary>
    public static int SizeOfName(KnownDevice device) => 1 + sizeof(ushort) + ByteWriter.SizeOf(device.Device);

    public static bool TryDecode(byte[] bytes, [NotNullWhen(true)] out SessionReservation? session)
    {
        session = null;
        var reader = new ByteReader(bytes);
        if (!TryReadHead(ref reader, out SessionId id, out DateTimeOffset createdAt, out DateTimeOffset idleAt, out DateTimeOffset endAt)
            || !reader.TryReadUInt16(out int labelLength)
            || !TryReadLabel(ref reader, bytes, labelLength, out ReadOnlyMemory<byte> label)
            || reader.IsAtEnd
            || !reader.TryReadText(reader.Remaining, out string? userId))
        {
            return false;
        }

        session = new SessionReservation(id, userId, createdAt, idleAt, endAt) { Label = label };
        return true;
    }

    public static bool TryDecode(byte[] bytes, [NotNullWhen(true)] out EndedSession? session)
    {
        session = null;
        var reader = new ByteReader(bytes);
        if (!TryReadHead(ref reader, out SessionId id, out DateTimeOffset createdAt, out DateTimeOffset seenAt, out DateTimeOffset endedAt)
            || !reader.TryReadByte(out byte reason)
            || !TryReadLabel(ref reader, bytes, reader.Remaining, out ReadOnlyMemory<byte> label))
        {
            return false;
        }

        session = new EndedSession(id, createdAt, seenAt, endedAt, (SessionEndReason)reason) { Label = label };
        return true;
    }

    public static bool TryDecode(byte[] bytes, [NotNullWhen(true)] out KnownDevice? device)
    {
        device = null;
        var reader = new ByteReader(bytes);
        if (!reader.TryReadByte(out byte format)
            || format != Format
            || !reader.TryReadUInt16(out int nameLength)
            || !reader.TryReadText(nameLength, out string? name)
            || !reader.TryReadTime(RedisClock.Latest, out DateTimeOffset signedInAt)
            || !reader.TryReadText(reader.Remaining, out string? network))
        {
            return false;
        }

        device = new KnownDevice(name, network.Length == 0 ? null : network, signedInAt);
        return true;
    }

    private static void WriteHead(ref ByteWriter writer, SessionId id, params ReadOnlySpan<DateTimeOffset> times)
    {
        writer.WriteByte(Format);
        id.CopyTo(writer.Take(SessionId.Size));
        foreach (DateTimeOffset time in times)
            writer.WriteTime(time);
    }

    private static bool TryReadHead(
        ref ByteReader reader, out SessionId id, out DateTimeOffset first, out DateTimeOffset second, out DateTimeOffset third)
    {
        (id, first, second, third) = (default, default, default, default);
        if (!reader.TryReadByte(out byte format)
            || format != Format
            || !reader.TryReadBytes(SessionId.Size, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        id = SessionId.FromBytes(bytes);
        return reader.TryReadTime(RedisClock.Latest, out first)
            && reader.TryReadTime(RedisClock.Latest, out second)
            && reader.TryReadTime(RedisClock.Latest, out third);
    }

    // A missing label is the empty memory. A slice of no bytes would be unequal to it, and records that hold the two would differ.
    private static bool TryReadLabel(ref ByteReader reader, byte[] bytes, int length, out ReadOnlyMemory<byte> label)
    {
        bool isThere = reader.TryReadBytes(length, out _);
        label = isThere && length > 0 ? bytes.AsMemory(reader.Position - length, length) : default;
        return isThere;
    }
}
