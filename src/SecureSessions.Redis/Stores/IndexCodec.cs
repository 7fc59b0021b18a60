using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SecureSessions.Redis;

/// <summary>Members of the sorted sets. The same session always gives the same bytes, so that adding it twice keeps it once.</summary>
/// <remarks>
/// <code>
/// reservation    format 1 byte | id 16 | created 8 | first idle deadline 8 | absolute deadline 8 | label length 2 | label | user, UTF-8
/// ended session  format 1 byte | id 16 | created 8 | last activity 8 | ended 8 | reason 1 | label
/// device         format 1 byte | name length 2 | name, UTF-8 | last sign-in 8 | network, UTF-8
/// </code>
/// Times are Unix milliseconds; all numbers are little-endian. Of a device, what stands before its last sign-in tells it apart.
/// </remarks>
internal static class IndexCodec
{
    private const byte Format = 1;
    private const int TimesAt = 1 + SessionId.Size;
    private const int TimesEnd = TimesAt + (3 * sizeof(long));
    private const int LabelAt = TimesEnd + sizeof(ushort);
    private const int NameAt = 1 + sizeof(ushort);

    public static byte[] Encode(SessionReservation session)
    {
        int userAt = LabelAt + session.Label.Length;
        byte[] bytes = new byte[userAt + Encoding.UTF8.GetByteCount(session.UserId)];
        WriteHead(bytes, session.Id, session.CreatedAt, session.IdleExpiresAt, session.AbsoluteExpiresAt);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(TimesEnd), checked((ushort)session.Label.Length));
        session.Label.Span.CopyTo(bytes.AsSpan(LabelAt));
        Encoding.UTF8.GetBytes(session.UserId, bytes.AsSpan(userAt));
        return bytes;
    }

    public static byte[] Encode(EndedSession session)
    {
        byte[] bytes = new byte[TimesEnd + 1 + session.Label.Length];
        WriteHead(bytes, session.Id, session.CreatedAt, session.LastSeenAt, session.EndedAt);
        bytes[TimesEnd] = (byte)session.Reason;
        session.Label.Span.CopyTo(bytes.AsSpan(TimesEnd + 1));
        return bytes;
    }

    public static byte[] Encode(KnownDevice device)
    {
        int nameEnd = SizeOfName(device);
        string network = device.Network ?? "";
        byte[] bytes = new byte[nameEnd + sizeof(long) + Encoding.UTF8.GetByteCount(network)];
        bytes[0] = Format;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(1), checked((ushort)(nameEnd - NameAt)));
        Encoding.UTF8.GetBytes(device.Device, bytes.AsSpan(NameAt));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(nameEnd), device.SignedInAt.ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(network, bytes.AsSpan(nameEnd + sizeof(long)));
        return bytes;
    }

    /// <summary>How many bytes of a device tell it from another.</summary>
    public static int SizeOfName(KnownDevice device) => NameAt + Encoding.UTF8.GetByteCount(device.Device);

    public static bool TryDecode(byte[] bytes, [NotNullWhen(true)] out SessionReservation? session)
    {
        session = null;
        if (bytes.Length <= LabelAt || bytes[0] != Format || !AreTimes(bytes))
            return false;

        int userAt = LabelAt + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(TimesEnd));
        if (userAt >= bytes.Length)
            return false;

        session = new SessionReservation(IdOf(bytes), Encoding.UTF8.GetString(bytes.AsSpan(userAt)), Time(bytes, 0), Time(bytes, 1), Time(bytes, 2))
        {
            Label = LabelOf(bytes, LabelAt, userAt),
        };
        return true;
    }

    public static bool TryDecode(byte[] bytes, [NotNullWhen(true)] out EndedSession? session)
    {
        session = bytes.Length > TimesEnd && bytes[0] == Format && AreTimes(bytes)
            ? new EndedSession(IdOf(bytes), Time(bytes, 0), Time(bytes, 1), Time(bytes, 2), (SessionEndReason)bytes[TimesEnd])
            {
                Label = LabelOf(bytes, TimesEnd + 1, bytes.Length),
            }
            : null;
        return session is not null;
    }

    public static bool TryDecode(byte[] bytes, [NotNullWhen(true)] out KnownDevice? device)
    {
        device = null;
        if (bytes.Length <= NameAt || bytes[0] != Format)
            return false;

        int nameEnd = NameAt + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(1));
        if (nameEnd + sizeof(long) > bytes.Length
            || BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(nameEnd)) is var signedInAt && !RedisClock.IsTime(signedInAt))
        {
            return false;
        }

        string network = Encoding.UTF8.GetString(bytes.AsSpan(nameEnd + sizeof(long)));
        device = new KnownDevice(
            Encoding.UTF8.GetString(bytes.AsSpan(NameAt..nameEnd)), network.Length == 0 ? null : network, DateTimeOffset.FromUnixTimeMilliseconds(signedInAt));
        return true;
    }

    private static void WriteHead(byte[] bytes, SessionId id, params ReadOnlySpan<DateTimeOffset> times)
    {
        bytes[0] = Format;
        id.CopyTo(bytes.AsSpan(1));
        for (int i = 0; i < times.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(TimesAt + (i * sizeof(long))), times[i].ToUnixTimeMilliseconds());
    }

    // None is the empty memory: a slice of no bytes would be another one, and records that hold it would differ.
    private static ReadOnlyMemory<byte> LabelOf(byte[] bytes, int start, int end) => start == end ? default : bytes.AsMemory(start..end);

    private static SessionId IdOf(byte[] bytes) => SessionId.FromBytes(bytes.AsSpan(1, SessionId.Size));

    private static bool AreTimes(byte[] bytes) =>
        RedisClock.IsTime(Milliseconds(bytes, 0)) && RedisClock.IsTime(Milliseconds(bytes, 1)) && RedisClock.IsTime(Milliseconds(bytes, 2));

    private static DateTimeOffset Time(byte[] bytes, int index) => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(bytes, index));

    private static long Milliseconds(byte[] bytes, int index) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(TimesAt + (index * sizeof(long))));
}
